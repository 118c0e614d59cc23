namespace Timpora.Comms.Pipeline;

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the next one, absent on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How lists are cut into pages.</summary>
public static class Page
{
    /// <summary>The largest page there is.</summary>
    public const int Largest = 500;

    /// <summary>A limit as asked for, kept between 1 and <see cref="Largest"/>.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? Largest, 1, Largest);

    /// <summary>A page from up to one row more than it holds: that row only says that there is a next page.</summary>
    public static Page<T> From<T>(IReadOnlyList<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count > limit ? new Page<T>([.. rows.Take(limit)], cursor(rows[limit - 1])) : new Page<T>(rows, null);
}
