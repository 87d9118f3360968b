namespace OrderPipeline;

/// <summary>
/// The shelves. A step that is run again, because a worker was lost or an answer was late, must not take goods twice: what an order has reserved is known by
/// the order's number and the article.
/// </summary>
public sealed class Warehouse
{
    private const int StockAtFirst = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _stock = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Order, string Sku), int> _reserved = [];

    /// <summary>Takes articles from the shelf for an order.</summary>
    /// <returns>How many are left of the article.</returns>
    /// <exception cref="InvalidOperationException">There are not as many.</exception>
    public int Reserve(string order, string sku, int quantity)
    {
        lock (_gate)
        {
            var stock = _stock.GetValueOrDefault(sku, StockAtFirst);
            if (_reserved.ContainsKey((order, sku)))
            {
                return stock;
            }

            if (stock < quantity)
            {
                throw new InvalidOperationException($"There are {stock} of {sku}, and order {order} wants {quantity}.");
            }

            _reserved.Add((order, sku), quantity);
            return _stock[sku] = stock - quantity;
        }
    }

    /// <summary>Puts back what an order has reserved of an article; nothing if that is nothing.</summary>
    /// <returns>How many there are of the article now.</returns>
    public int Release(string order, string sku)
    {
        lock (_gate)
        {
            _reserved.Remove((order, sku), out var quantity);
            return _stock[sku] = _stock.GetValueOrDefault(sku, StockAtFirst) + quantity;
        }
    }
}
