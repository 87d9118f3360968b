namespace ActorJobs.Server.Facade.Views;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">The cursor of the next page; null if this one was not full, so that there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Makes the page of what was read.</summary>
    /// <param name="items">In the order of the list.</param>
    /// <param name="limit">How many were asked for.</param>
    /// <param name="view">How an item is shown.</param>
    /// <param name="cursor">Where the page after an item begins.</param>
    public static Page<T> Of<TRead>(IReadOnlyList<TRead> items, int limit, Func<TRead, T> view, Func<TRead, string> cursor) =>
        new([.. items.Select(view)], items.Count == limit ? cursor(items[^1]) : null);
}
