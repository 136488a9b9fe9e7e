namespace Goldcrest.Server.Code;

/// <summary>A feature whose records name code. All of them are asked before code is removed.</summary>
internal interface ICodeUser
{
    /// <summary>Must be quick; is called from any thread.</summary>
    /// <returns>True when a durable record names this code.</returns>
    bool Uses(string sha256Hex);
}
