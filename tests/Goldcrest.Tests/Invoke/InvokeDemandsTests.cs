using Goldcrest.Core.Functions;
using Goldcrest.Server.Invoke;
using Goldcrest.Tests.Functions;

namespace Goldcrest.Tests.Invoke;

public sealed class InvokeDemandsTests
{
    private static readonly FunctionSettings Durable = FunctionExample.Settings with { Durable = new DurableSettings(60, 14) };
    private static readonly FunctionSettings Isolated = FunctionExample.Settings with { IsTenantIsolated = true };

    [Fact]
    public void An_ordinary_function_demands_nothing()
    {
        Assert.Null(InvokeDemands.Refuse(FunctionExample.Settings, qualifier: null, tenantId: null));
        Assert.Null(InvokeDemands.RefuseYet(FunctionExample.Settings));
        Assert.Null(InvokeDemands.RefuseYet(Isolated));
    }

    [Fact]
    public void An_isolated_function_demands_a_tenant_and_others_want_none()
    {
        Assert.Null(InvokeDemands.Refuse(Isolated, qualifier: null, "blue"));
        Assert.Equal(
            "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.",
            InvokeDemands.Refuse(Isolated, qualifier: null, tenantId: null)!.Message);
        Assert.Equal(
            (400, "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again."),
            (InvokeDemands.Refuse(FunctionExample.Settings, null, "blue")!.Status, InvokeDemands.Refuse(FunctionExample.Settings, null, "blue")!.Message));
    }

    [Fact]
    public void A_durable_function_is_invoked_by_a_version_or_alias()
    {
        Assert.Equal("You cannot invoke a durable function using an unqualified ARN.", InvokeDemands.Refuse(Durable, qualifier: null, tenantId: null)!.Message);
        Assert.Null(InvokeDemands.Refuse(Durable, "$LATEST", tenantId: null));
    }

    [Fact]
    public void What_cannot_be_run_yet_says_so()
    {
        Assert.Null(InvokeDemands.RefuseYet(FunctionExample.Image));
        Assert.Equal("Goldcrest does not support durable executions yet.", InvokeDemands.RefuseYet(Durable)!.Message);
    }
}
