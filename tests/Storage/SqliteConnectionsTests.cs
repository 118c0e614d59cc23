using System.Data;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

public sealed class SqliteConnectionsTests
{
    [Fact]
    public void When_the_hub_ends_what_is_lent_stays_open_until_it_comes_back()
    {
        var connection = Databases.Create(Database.Sqlite);
        try
        {
            var connections = new SqliteConnections(connection);
            var (lent, idle) = (connections.Borrow(), connections.Borrow());
            connections.Return(idle);
            var writer = connections.Writer;

            connections.Dispose();
            Assert.Equal((ConnectionState.Open, ConnectionState.Closed, ConnectionState.Closed), (lent.State, idle.State, writer.State));
            connections.Return(lent);
            Assert.Equal(ConnectionState.Closed, lent.State);
        }
        finally
        {
            Databases.Drop(connection);
        }
    }
}
