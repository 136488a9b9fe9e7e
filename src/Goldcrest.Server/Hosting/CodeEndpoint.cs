using Goldcrest.Server.Code;
using Goldcrest.Wire.Protocol;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Hosting;

/// <summary>Gives out the zips that GetFunction's links lead to. The link is the permission; no credentials are asked for.</summary>
internal sealed class CodeEndpoint(CodeLinks links, CodeStore code)
{
    /// <param name="context">Its answer is written.</param>
    /// <param name="pathAndQuery">As it came; begins with <see cref="CodeLinks.PathPrefix"/>.</param>
    /// <param name="requestId">For a refusal.</param>
    public async Task HandleAsync(HttpContext context, string pathAndQuery, string requestId)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || links.Open(pathAndQuery) is not { } hash)
        {
            await ApiEndpoint.SendAsync(context, WireErrors.Render(WireErrors.AccessDenied("The link is not valid, or no longer."), requestId));
            return;
        }

        try
        {
            await using var zip = code.OpenZip(hash);
            context.Response.ContentType = "application/zip";
            context.Response.ContentLength = zip.Length;
            await zip.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (FileNotFoundException)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
