using System.Collections.Concurrent;

namespace OrderPipeline;

/// <summary>The bank. A payment has the number of its order, so that one order is never charged twice.</summary>
public sealed class Bank
{
    private readonly ConcurrentDictionary<string, decimal> _payments = new(StringComparer.Ordinal);

    /// <summary>Charges an order, if it is not charged yet.</summary>
    /// <returns>The payment's number.</returns>
    public string Charge(string order, decimal amount)
    {
        var payment = $"payment-{order}";
        _payments.TryAdd(payment, amount);
        return payment;
    }

    /// <summary>Gives a payment back, if that was not done yet.</summary>
    /// <returns>The amount that was given back now.</returns>
    public decimal Refund(string payment) => _payments.TryRemove(payment, out var amount) ? amount : 0;
}
