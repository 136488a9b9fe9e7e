using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>What moves choose from: few values, so that they meet.</summary>
internal static class Values
{
    public const string Functions = "/2015-03-31/functions";

    public static readonly string[] FunctionNames = ["alpha", "beta", "gamma"];
    public static readonly string[] LayerNames = ["base", "extra"];
    public static readonly string[] AliasNames = ["live", "next"];
    public static readonly string[] Sids = ["s1", "s2"];
    public static readonly string[] TagKeys = ["owner", "stage", "team"];
    public static readonly string[] TagValues = ["", "größer", "d e", "b/c"];
    public static readonly string[] Roles = ["arn:aws:iam::000000000000:role/one", "arn:aws:iam::000000000000:role/two"];
    public static readonly string[] Descriptions = ["", "größer ✓", "plain"];
    public static readonly string[] Environments = ["{}", """{"AA":"1"}""", """{"BB":"2","AA":"ü"}"""];

    /// <summary>A function as requests name it: by its name or its ARN.</summary>
    public static string Written(string name, Draw draw) => draw.OneIn(4) ? Uri.EscapeDataString(Twin.FunctionArn(name)) : name;

    /// <summary>A qualifier that may be there: a version, <c>$LATEST</c>, an alias; or one that never was.</summary>
    public static string Qualifier(TwinFunction? function, Draw draw) =>
        function is not null && !draw.OneIn(6) ? draw.Of(function.Qualifiers.ToList()) : draw.Of("1", "2", "7", "live", "next", TwinFunction.LatestNumber);

    /// <summary>A version that an alias may be wanted for.</summary>
    public static string Version(TwinFunction? function, Draw draw) =>
        function is not null && !draw.OneIn(6)
            ? draw.Of(function.Versions.Select(version => version.Number).ToList())
            : draw.Of("1", "2", "7", TwinFunction.LatestNumber);

    public static void Add(this JsonObject body, string member, JsonNode? value, bool given)
    {
        if (given)
        {
            body[member] = value;
        }
    }
}
