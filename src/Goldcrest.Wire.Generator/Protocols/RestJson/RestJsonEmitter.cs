using Goldcrest.Wire.Generator.CSharp;
using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.Protocols.RestJson;

/// <summary>The rest-json protocol: paths name operations; labels, query, headers and a JSON body carry the members.</summary>
internal sealed class RestJsonEmitter : IProtocolEmitter
{
    public IEnumerable<SourceFile> Emit(ServiceModel service) =>
    [
        JsonReaderEmitter.Emit(service),
        JsonWriterEmitter.Emit(service),
        RoutesEmitter.Emit(service),
        RequestsEmitter.Emit(service),
        ResponsesEmitter.Emit(service),
    ];
}
