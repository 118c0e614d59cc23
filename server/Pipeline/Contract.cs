using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Timpora.Comms.Access;

namespace Timpora.Comms.Pipeline;

/// <summary>The public contract as <c>/openapi/v1.json</c>, for other clients and bots.</summary>
public static class Contract
{
    private const string Scheme = "session";

    /// <summary>Adds the description. Every operation needs the session cookie unless it says otherwise by an empty list.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Timpora.Comms", Version = "1",
                Description = "Unsafe requests need an Origin header equal to the hub's own address. Refusals are RFC 9457 problem details with code and retryable.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = AccessSetup.CookieName },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Security = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any()
                ? []
                : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            return Task.CompletedTask;
        });
    });

    /// <summary>Maps the document; it describes the door and opens nothing.</summary>
    public static void MapContract(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();
}
