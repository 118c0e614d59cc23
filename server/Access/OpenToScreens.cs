namespace Timpora.Comms.Access;

/// <summary>Marks an endpoint that a screen on a wall needs; nothing else is open to it, because whoever walks past can touch it.</summary>
public sealed class OpenToScreens;
