using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Protocol;
using Change = Goldcrest.Server.Records.RecordChange<
    Goldcrest.Core.Functions.FunctionRecord, Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.FunctionConfiguration>>;

namespace Goldcrest.Server.Functions;

/// <summary>One change on its way through the <see cref="DeploymentGate"/>.</summary>
internal sealed class DeploymentPass(IReadOnlyList<InspectedCode> code, ICodeAdmission admission, CodeLedger.Booking room) : IDisposable
{
    /// <summary>To be asked last of all, while the function's turn is held: what was decided stands, or is refused for its code.</summary>
    /// <param name="before">Null when the function is made.</param>
    /// <param name="decided">A refusal stays one. The code of a dry run is looked at like any, but needs no room.</param>
    public Change Admit(FunctionRecord? before, Change decided)
    {
        if (decided.Answer.Error is not null)
        {
            return decided;
        }

        if ((decided.After ?? before) is { } function && Refuse(function) is { } refused)
        {
            return Change.None(refused);
        }

        return decided.After is null || room.TryTake(decided.After.CodeBytes - (before?.CodeBytes ?? 0)) ? decided : Change.None(CodeReply.NoRoom);
    }

    public void Dispose() => room.Dispose();

    private WireError? Refuse(FunctionRecord function) =>
        code.Select(part => admission.Refuse(function, part.Artifact, part.Finding)).FirstOrDefault(error => error is not null);
}
