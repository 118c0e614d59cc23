namespace Timpora.Comms.Access;

/// <summary>Marks an endpoint that is open to a session which has shown too little for the rest: what secures the account, and the way out.</summary>
public sealed class OpenToUnfinished;
