using System.Collections.Immutable;
using System.Text;
using Goldcrest.Wire.Generator.CSharp;
using Goldcrest.Wire.Generator.Model;
using Goldcrest.Wire.Generator.Protocols;
using Goldcrest.Wire.Generator.Protocols.RestJson;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Goldcrest.Wire.Generator;

/// <summary>Turns every <c>Models/*-api.json</c> of the project, with the <c>*-overrides.json</c> beside it, into C#.</summary>
/// <remarks>Source: docs/adr/0001-the-wire-is-generated-from-the-model.md.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class WireGenerator : IIncrementalGenerator
{
    private const string ModelSuffix = "-api.json";
    private const string OverridesSuffix = "-overrides.json";

    private static readonly Dictionary<string, IProtocolEmitter> Protocols = new()
    {
        ["rest-json"] = new RestJsonEmitter(),
    };

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => HasSuffix(file, ModelSuffix) || HasSuffix(file, OverridesSuffix))
            .Collect();
        context.RegisterSourceOutput(files, static (production, all) => Produce(production, all));
    }

    private static void Produce(SourceProductionContext production, ImmutableArray<AdditionalText> files)
    {
        foreach (var file in files.Where(file => HasSuffix(file, ModelSuffix)))
        {
            var beside = file.Path.Substring(0, file.Path.Length - ModelSuffix.Length) + OverridesSuffix;
            var overrides = files.FirstOrDefault(other => other.Path == beside);
            var service = ModelReader.Read(TextOf(file), overrides is null ? null : TextOf(overrides));
            foreach (var source in Emit(service))
            {
                production.CancellationToken.ThrowIfCancellationRequested();
                production.AddSource(service.Name + "." + source.Name + ".g.cs", SourceText.From(source.Text, Encoding.UTF8));
            }
        }

        string TextOf(AdditionalText file) =>
            file.GetText(production.CancellationToken)?.ToString() ?? throw new InvalidDataException("Cannot read " + file.Path + ".");
    }

    private static IEnumerable<SourceFile> Emit(ServiceModel service)
    {
        var protocol = Protocols.TryGetValue(service.Protocol, out var found)
            ? found
            : throw new InvalidDataException("The generator does not know the protocol " + service.Protocol + ".");
        return
        [
            RecordsEmitter.Emit(service),
            ValuesEmitter.Emit(service),
            ErrorsEmitter.Emit(service),
            HandlersEmitter.Emit(service),
            ConstraintsEmitter.Emit(service),
            DispatcherEmitter.Emit(service),
            .. protocol.Emit(service),
        ];
    }

    private static bool HasSuffix(AdditionalText file, string suffix) => file.Path.EndsWith(suffix, StringComparison.Ordinal);
}
