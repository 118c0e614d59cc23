using MediatR;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// A request that changes something. It runs in one transaction; a repeated client key gets the first answer again and
/// never reaches the handler.
/// </summary>
public interface ICommand<out TResponse> : IRequest<TResponse>
{
    /// <summary>UUID made once, when the person acts; the same on every retry. Null only where doing it again changes nothing.</summary>
    Guid? ClientKey { get; }
}

/// <summary>A command by which somebody posts what is new. Refused while the disk is nearly full, so that answers still find room.</summary>
public interface INeedsRoom;
