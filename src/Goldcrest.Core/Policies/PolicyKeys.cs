namespace Goldcrest.Core.Policies;

/// <summary>The facts of a call that Lambda's policies ask for, spelled as AWS writes them into statements.</summary>
/// <remarks>Source: docs/contracts/policies.md#conditions.</remarks>
public static class PolicyKeys
{
    /// <summary>ARN of what the call is made for, such as a bucket or a rule.</summary>
    public const string SourceArn = "AWS:SourceArn";

    /// <summary>Account of what the call is made for.</summary>
    public const string SourceAccount = "AWS:SourceAccount";

    /// <summary>Organization that the caller's account belongs to.</summary>
    public const string PrincipalOrgId = "aws:PrincipalOrgID";

    /// <summary>What an Alexa skill shows about itself.</summary>
    public const string EventSourceToken = "lambda:EventSourceToken";

    /// <summary><c>NONE</c> or <c>AWS_IAM</c>.</summary>
    public const string FunctionUrlAuthType = "lambda:FunctionUrlAuthType";

    /// <summary><c>true</c> for calls that came through a function's URL.</summary>
    public const string InvokedViaFunctionUrl = "lambda:InvokedViaFunctionUrl";
}
