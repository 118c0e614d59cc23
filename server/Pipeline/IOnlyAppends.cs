namespace Timpora.Comms.Pipeline;

/// <summary>
/// Marks a command that writes nothing but entries, locks nothing, and does nothing slow after <c>ChannelLog.Append</c>: on PostgreSQL it shares a
/// transaction with those that wait at the same moment (docs/storage.md). It may be run a second time, alone.
/// </summary>
public interface IOnlyAppends;
