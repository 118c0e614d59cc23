using Npgsql;

namespace Timpora.Comms.Storage;

/// <summary>What connections to PostgreSQL are made with where the connection string does not say otherwise.</summary>
internal static class PostgresConnection
{
    // A node that vanishes in the middle of a transaction (a cut cable, a stopped machine) holds the rows it has locked until the server
    // notices; without the limit that is hours, and all that time nobody could post into those channels. 5 s is longer than any healthy pause.
    private const string Defaults =
        "Options=-c idle_in_transaction_session_timeout=5000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2;"
        + "Timeout=5;Command Timeout=15;Cancellation Timeout=1000;Tcp Keepalive=true;Tcp Keepalive Time=10;Tcp Keepalive Interval=5;Application Name=timpora-comms;"
        // The same few statements again and again: planning them costs the server more than running them. Whoever has a pooler in between that
        // cannot keep them says Max Auto Prepare=0. And the hub leaves nothing in a session that would have to be swept each time a connection is
        // lent: what it sets or locks ends with its transaction.
        + "Max Auto Prepare=200;No Reset On Close=true;";

    /// <summary>The connection string with what it does not say.</summary>
    public static string Complete(string configured) => new NpgsqlConnectionStringBuilder(Defaults + configured).ConnectionString;
}
