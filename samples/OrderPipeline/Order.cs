namespace OrderPipeline;

/// <summary>An order: the params of the workflow.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Customer">Who ordered.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Lines">What was ordered.</param>
public sealed record Order(string Id, string Customer, string Address, IReadOnlyList<OrderLine> Lines);

/// <summary>A line of an order.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Quantity">How many, 1 or more.</param>
/// <param name="Price">Of one, in EUR.</param>
public sealed record OrderLine(string Sku, int Quantity, decimal Price);
