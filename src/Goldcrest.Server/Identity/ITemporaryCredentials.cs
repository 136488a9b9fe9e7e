namespace Goldcrest.Server.Identity;

/// <summary>Makes the keys that a function gets for its execution role.</summary>
internal interface ITemporaryCredentials
{
    /// <param name="principalArn">Who the holder is, for example an assumed role's session.</param>
    /// <param name="account">Twelve digits.</param>
    /// <param name="lifetime">One second to thirty-six hours; counted in whole seconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is out of range.</exception>
    Credential IssueTemporary(string principalArn, string account, TimeSpan lifetime);
}
