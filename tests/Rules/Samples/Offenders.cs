// One type for each rule that breaks it, so that every rule has been seen failing (FolderRulesTests). Nothing uses them.
// The forbidden use stands inside a body, an awaiting body or a lambda: a rule that sees signatures only would miss it.
#pragma warning disable CA1812, CA1508, CA1849

namespace Timpora.Comms.Tests.Rules.Samples.Agencies
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Channels
{
    internal sealed class Offender
    {
        public static async Task<bool> Uses(Task<object> thing) => await thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Duty
{
    internal sealed class Offender
    {
        public static Func<object, bool> Uses() => thing => thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Alerts
{
    internal sealed class Offender
    {
        public static async Task<bool> Uses(Task<object> thing) => await thing is Comms.Escalations.Firing;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Escalations
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Realtime.IAnnouncer;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Notifications
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Escalations.Firing;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Measures
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Escalations.Firing;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Realtime
{
    internal sealed class Offender
    {
        public static Func<object, bool> Uses() => thing => thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Access
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Pipeline
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Channels.Channel;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Backups
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.WaysIn
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Alerts.Alert;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Storage
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Realtime.IAnnouncer;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Replay
{
    internal sealed class Offender
    {
        public static bool Uses(object thing) => thing is Comms.Pipeline.Rejection;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Providers
{
    internal sealed class SqliteOffender
    {
        public static bool Uses(object thing) => thing is Microsoft.Data.Sqlite.SqliteException;
    }

    internal sealed class PostgresOffender
    {
        public static async Task<bool> Uses(Task<object> thing) => await thing is Npgsql.PostgresException;
    }
}

namespace Timpora.Comms.Tests.Rules.Samples.Names
{
    internal sealed class AlertManager;
}
