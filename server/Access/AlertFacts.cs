using System.Data.Common;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>Reads an <see cref="AlertAccess"/> where a statement names <c>alerts a</c>.</summary>
internal static class AlertFacts
{
    /// <summary>What to ask for.</summary>
    public const string Columns = "a.id, a.tlp, a.poster, a.poster_agency, a.recipients, a.required_agencies, a.excluded_agencies, a.excluded_members, a.offered_agencies";

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static AlertAccess Read(DbDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetGuid(at + 2), row.GetString(at + 3), row.Ids(at + 4), row.Texts(at + 5), row.Texts(at + 6), row.Ids(at + 7), row.Texts(at + 8));
}
