using System.Text.Json.Nodes;
using Goldcrest.Tests.Images;

namespace Goldcrest.SystemTests.Images;

/// <summary>A folder of layouts with the images that tests name without wanting to run them.</summary>
internal static class ImageShelf
{
    /// <param name="folder">Filled here; stands for every registry of AWS's, and for registry.example.</param>
    /// <returns>The flags that lead a server to it.</returns>
    public static string[] Fill(string folder)
    {
        foreach (var (repository, tags) in new[] { ("first", "latest"), ("second", "latest"), ("image", "latest"), ("app", "1 2") })
        {
            foreach (var tag in tags.Split(' '))
            {
                new TestImage { Config = new JsonObject { ["Entrypoint"] = new JsonArray($"/{repository}-{tag}") } }
                    .Layer(tar => TestImage.Write(tar, "name", $"{repository}:{tag}")).SaveLayout(Path.Combine(folder, repository), tag);
            }
        }

        return ["--image-sources", $"ecr={folder},registry.example={folder}"];
    }
}
