using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using System.Text.Json.Serialization.Metadata;
using Timpora.Comms.Access;

namespace Timpora.Comms.Pipeline;

/// <summary>The public contract as <c>/openapi/v1.json</c>, for other clients and bots.</summary>
public static class Contract
{
    private const string Scheme = "session";

    /// <summary>Adds the description. Every operation needs the session cookie unless it says otherwise by an empty list.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        // Every use case nests its own Request and Response: by their short names all operations would share one schema.
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : NameOf(type.Type);
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
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context);
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

    // Text and times have converters of ours, which the generator cannot look into; and what may be absent is not required.
    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(string) || type == typeof(DateTimeOffset))
            schema.Type = JsonSchemaType.String | (context.JsonPropertyInfo is { IsGetNullable: true } ? JsonSchemaType.Null : 0);
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Required is { Count: > 0 } required)
            required.ExceptWith(context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable).Select(p => p.Name));
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return NameOf(inner);
        var name = type.Name.Split('`')[0] + string.Concat(type.GetGenericArguments().Select(NameOf));
        return type.DeclaringType is { } owner ? owner.Name + name : name;
    }

    /// <summary>Maps the document; it describes the door and opens nothing.</summary>
    public static void MapContract(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();
}
