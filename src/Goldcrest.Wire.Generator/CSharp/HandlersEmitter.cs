using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>One interface per operation, implemented by the feature that answers it.</summary>
internal static class HandlersEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        foreach (var operation in service.Operations)
        {
            SourceFile.Summary(code, service, "Answers operation " + operation.Name);
            code.Open("public interface I" + operation.Name + "Handler");
            code.Line("ValueTask<WireResult<" + Output(operation) + ">> " + operation.Name + "Async(");
            var input = operation.Input is null ? string.Empty : operation.Input.Name + " request, ";
            code.Line("    " + input + "CallContext context, CancellationToken cancellationToken);");
            code.Close();
        }

        return new SourceFile("Handlers", code.ToString());
    }

    public static string Input(Operation operation) => operation.Input?.Name ?? "NoInput";

    public static string Output(Operation operation) => operation.Output?.Name ?? "NoOutput";
}
