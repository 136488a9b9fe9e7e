using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>The class that carries a matched request to its handler and back, the same for every protocol.</summary>
internal static class DispatcherEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var name = service.Name;
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Carries requests to the handlers");
        code.Open("public sealed class " + name + "Dispatcher");
        code.Line("private readonly IWireRoute[] _routes;");
        code.Line();
        code.Line("/// <param name=\"handlers\">Asked here and never again; operations without a handler are answered with 501.</param>");
        code.Open("public " + name + "Dispatcher(IServiceProvider handlers)");
        code.Line("_routes =");
        code.Line("[");
        code.In();
        foreach (var operation in service.Operations)
        {
            Route(code, name, operation);
        }

        code.Out();
        code.Line("];");
        code.Close();
        code.Line();
        code.Line("/// <summary>The operations that have a handler.</summary>");
        code.Line("public IReadOnlyList<WireOperation> Implemented =>");
        code.Line("    WireRoutes.Where(_routes, " + name + "Service.Operations, isImplemented: true);");
        code.Line();
        code.Line("/// <summary>The operations that are answered with 501.</summary>");
        code.Line("public IReadOnlyList<WireOperation> Unimplemented =>");
        code.Line("    WireRoutes.Where(_routes, " + name + "Service.Operations, isImplemented: false);");
        code.Line();
        code.Line("/// <summary>Binds, validates, calls the handler and renders.</summary>");
        code.Line("/// <remarks>What the client did wrong is a response; only a handler's exceptions leave.</remarks>");
        code.Line("public ValueTask<WireResponse> DispatchAsync(");
        code.Line("    WireMatch match, WireRequest request, CallContext context, CancellationToken cancellationToken) =>");
        code.Line("    _routes[match.Operation.Index].DispatchAsync(match, request, context, cancellationToken);");
        code.Close();
        return new SourceFile("Dispatcher", code.ToString());
    }

    private static void Route(CodeWriter code, string service, Operation operation)
    {
        var handler = "I" + operation.Name + "Handler";
        var call = operation.Input is null
            ? "(_, context, cancellationToken) => handler" + operation.Name + "." + operation.Name + "Async(context, cancellationToken)"
            : "handler" + operation.Name + "." + operation.Name + "Async";
        code.Line("new WireRoute<" + HandlersEmitter.Input(operation) + ", " + HandlersEmitter.Output(operation) + ">(");
        code.Line("    " + service + "Requests.Bind" + operation.Name + ",");
        code.Line("    " + service + "Constraints.Check,");
        code.Line("    handlers.GetService(typeof(" + handler + ")) is " + handler + " handler" + operation.Name);
        code.Line("        ? " + call);
        code.Line("        : null,");
        code.Line("    " + service + "Responses.Render),");
    }
}
