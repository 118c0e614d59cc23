using System.Reflection;
using FluentValidation;
using MediatR;

namespace Timpora.Comms.Pipeline;

/// <summary>Registers MediatR 5.1 (it has no registration package), the handlers, the validators and the two behaviors.</summary>
public static class PipelineSetup
{
    /// <summary>Adds the pipeline: validate, then one transaction around commands, then the handler.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(p => p.GetService!);
        services.AddScoped<IMediator, Mediator>();
        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && IsOurs(i.GetGenericTypeDefinition())))
                // A validator knows no request and costs more to make than to ask; it may only need what lives as long as the hub.
                services.Add(new ServiceDescriptor(contract, type, contract.GetGenericTypeDefinition() == typeof(IValidator<>) ? ServiceLifetime.Singleton : ServiceLifetime.Scoped));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        // Skipped for queries: the container honours the constraint to ICommand.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        return services;
    }

    private static bool IsOurs(Type contract) =>
        contract == typeof(IRequestHandler<,>) || contract == typeof(INotificationHandler<>) || contract == typeof(IValidator<>);
}
