using System.Text.Json;
using Goldcrest.Core.EventSources.Filters;

namespace Goldcrest.Tests.EventSources.Filters;

public sealed class FilterPatternTests
{
    [Theory]
    [InlineData("""{"a":["x"]}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":"X"}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":"xx"}""", false)]
    [InlineData("""{"a":["x"]}""", """{"b":"x"}""", false)]
    [InlineData("""{"a":["x","y"]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":["\u0078"]}""", """{"\u0061":"x"}""", true)]
    [InlineData("""{"a":[""]}""", """{"a":""}""", true)]
    [InlineData("""{"a":[""]}""", """{"a":null}""", false)]
    [InlineData("""{"a":[null]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[null]}""", """{}""", false)]
    [InlineData("""{"a":[true]}""", """{"a":true}""", true)]
    [InlineData("""{"a":[true]}""", """{"a":"true"}""", false)]
    [InlineData("""{"a":[false]}""", """{"a":true}""", false)]
    [InlineData("""{"a":[300]}""", """{"a":300}""", true)]
    [InlineData("""{"a":[300]}""", """{"a":300.0}""", false)]
    [InlineData("""{"a":[300]}""", """{"a":3e2}""", false)]
    [InlineData("""{"a":["300"]}""", """{"a":300}""", false)]
    [InlineData("""{"a":[{"exactly":"x"}]}""", """{"a":"x"}""", true)]
    public void A_plain_value_is_compared_as_it_is_written(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("""{"a":[{"prefix":"us-"}]}""", """{"a":"us-east"}""", true)]
    [InlineData("""{"a":[{"prefix":"us-"}]}""", """{"a":"eu-us-"}""", false)]
    [InlineData("""{"a":[{"prefix":"3"}]}""", """{"a":300}""", false)]
    [InlineData("""{"a":[{"suffix":".png"}]}""", """{"a":"x.png"}""", true)]
    [InlineData("""{"a":[{"suffix":".png"}]}""", """{"a":"x.PNG"}""", false)]
    [InlineData("""{"a":[{"equals-ignore-case":"Ab"}]}""", """{"a":"aB"}""", true)]
    [InlineData("""{"a":[{"equals-ignore-case":"ab"}]}""", """{"a":"abc"}""", false)]
    public void Texts_are_compared_by_their_beginning_their_end_or_without_case(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("""{"a":[{"numeric":["=",100]}]}""", """{"a":1e2}""", true)]
    [InlineData("""{"a":[{"numeric":["=",100]}]}""", """{"a":"100"}""", false)]
    [InlineData("""{"a":[{"numeric":[">",10,"<=",20]}]}""", """{"a":10}""", false)]
    [InlineData("""{"a":[{"numeric":[">",10,"<=",20]}]}""", """{"a":10.5}""", true)]
    [InlineData("""{"a":[{"numeric":[">",10,"<=",20]}]}""", """{"a":20}""", true)]
    [InlineData("""{"a":[{"numeric":[">=",-1,"<",0]}]}""", """{"a":-1}""", true)]
    [InlineData("""{"a":[{"numeric":[">=",-1,"<",0]}]}""", """{"a":0}""", false)]
    [InlineData("""{"a":[{"numeric":["<",0]}]}""", """{"a":-5000000000}""", true)]
    [InlineData("""{"a":[{"numeric":[">",0]}]}""", """{"a":1e400}""", false)]
    [InlineData("""{"a":[{"numeric":[">",0]}]}""", """{"a":5000000001}""", false)]
    public void Quantities_are_compared_as_numbers(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":7}""", true)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{}""", false)]
    [InlineData("""{"a":[{"anything-but":["x","y"]}]}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":[{"anything-but":["x","y"]}]}""", """{"a":["x","z"]}""", true)]
    [InlineData("""{"a":[{"anything-but":[1,2]}]}""", """{"a":2.0}""", false)]
    [InlineData("""{"a":[{"anything-but":1}]}""", """{"a":3}""", true)]
    [InlineData("""{"a":[{"anything-but":{"prefix":"x"}}]}""", """{"a":"xy"}""", false)]
    [InlineData("""{"a":[{"anything-but":{"suffix":"y"}}]}""", """{"a":"yx"}""", true)]
    [InlineData("""{"a":[{"anything-but":{"equals-ignore-case":["A","b"]}}]}""", """{"a":"B"}""", false)]
    public void What_is_excluded_does_not_pass_and_all_else_that_is_there_does(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":{"b":1}}""", false)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":[]}""", false)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":[1]}""", true)]
    [InlineData("""{"a":[{"exists":false}]}""", """{}""", true)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"a":0}""", false)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"a":{"b":1}}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":"text"}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":[]}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":[{"c":1},{"b":2}]}""", false)]
    [InlineData("""{"a":{"b":[{"exists":false},"x"]}}""", """{"a":{"b":"x"}}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false},"x"]}}""", """{"a":{"b":"y"}}""", false)]
    public void Existence_is_asked_of_values_and_absence_of_the_whole_record(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("""{"a":["x"],"b":["y"]}""", """{"a":"x","b":"y","c":1}""", true)]
    [InlineData("""{"a":["x"],"b":["y"]}""", """{"a":"x","b":"z"}""", false)]
    [InlineData("""{"a":{"b":{"c":["x"]}}}""", """{"a":{"b":{"c":"x"}}}""", true)]
    [InlineData("""{"a":{"b":{"c":["x"]}}}""", """{"a":{"b":"x"}}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":["y","x"]}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":[["y",["x"]]]}""", true)]
    [InlineData("""{"e":{"first":["Anna"]}}""", """{"e":[{"first":"John"},[{"first":"Anna"}]]}""", true)]
    [InlineData("""{"e":{"first":["Anna"],"last":["Jones"]}}""", """{"e":[{"first":"Anna","last":"Smith"},{"first":"Peter","last":"Jones"}]}""", false)]
    [InlineData("""{"e":{"first":["Anna"],"last":["Smith"]}}""", """{"e":[{"first":"Anna","last":"Smith"},{"first":"Peter","last":"Jones"}]}""", true)]
    [InlineData("""{"a":["x"],"a":["y"]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":["x"],"a":["y"]}""", """{"a":"x"}""", false)]
    [InlineData("""{"dynamodb":{"NewImage":{"n":{"N":["5"]}}}}""", """{"dynamodb":{"NewImage":{"n":{"N":"5"}}}}""", true)]
    public void All_fields_have_to_match_within_one_element(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("""{"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"b":"y"}""", true)]
    [InlineData("""{"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"a":"y","b":"x"}""", false)]
    [InlineData("""{"s":["k"],"$or":[{"a":["x"]},{"b":["y"],"c":["z"]}]}""", """{"s":"k","b":"y","c":"z"}""", true)]
    [InlineData("""{"s":["k"],"$or":[{"a":["x"]},{"b":["y"],"c":["z"]}]}""", """{"s":"k","b":"y"}""", false)]
    [InlineData("""{"s":["k"],"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"a":"x"}""", false)]
    [InlineData("""{"d":{"$or":[{"a":["x"]},{"b":["y"]}]}}""", """{"d":{"b":"y"}}""", true)]
    [InlineData("""{"d":{"$or":[{"a":["x"],"s":["1"]},{"b":["y"]}]}}""", """{"d":[{"a":"x"},{"s":"1"}]}""", false)]
    [InlineData("""{"$or":[{"$or":[{"a":["x"]},{"a":["y"]}]},{"b":["y"]}]}""", """{"a":"y"}""", true)]
    [InlineData("""{"$or":[{"a":["x"]},{"b":[{"exists":false}]}]}""", """{}""", true)]
    [InlineData("""{"$or":{"a":["x"]}}""", """{"$or":{"a":"x"}}""", true)]
    [InlineData("""{"$or":["x"]}""", """{"$or":"x"}""", true)]
    [InlineData("""{"$or":[{"prefix":"x"},{"suffix":"y"}]}""", """{"$or":"zy"}""", true)]
    public void One_branch_of_an_or_is_enough_and_an_or_of_another_form_is_a_field(string pattern, string record, bool matches) => Check(pattern, record, matches);

    [Theory]
    [InlineData("")]
    [InlineData("single-string")]
    [InlineData("""[{"eventName": ["INSERT"=123}]""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":[["x"]]}""")]
    [InlineData("""{"a":[{}]}""")]
    [InlineData("""{"a":[{"prefix":1}]}""")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""")]
    [InlineData("""{"a":[{"wildcard":"x*"}]}""")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/8"}]}""")]
    [InlineData("""{"a":[{"unknown":"x"}]}""")]
    [InlineData("""{"a":[{"exists":"true"}]}""")]
    [InlineData("""{"a":[{"numeric":[]}]}""")]
    [InlineData("""{"a":[{"numeric":["="]}]}""")]
    [InlineData("""{"a":[{"numeric":["=","1"]}]}""")]
    [InlineData("""{"a":[{"numeric":["!",1]}]}""")]
    [InlineData("""{"a":[{"numeric":["<",1,">",0]}]}""")]
    [InlineData("""{"a":[{"numeric":[">",5,"<",5]}]}""")]
    [InlineData("""{"a":[{"numeric":[">",1,"<",2,"<",3]}]}""")]
    [InlineData("""{"a":[{"numeric":["=",5000000001]}]}""")]
    [InlineData("""{"a":[{"numeric":["=",1e999]}]}""")]
    [InlineData("""{"a":[{"anything-but":[]}]}""")]
    [InlineData("""{"a":[{"anything-but":["x",1]}]}""")]
    [InlineData("""{"a":[{"anything-but":true}]}""")]
    [InlineData("""{"a":[{"anything-but":[null]}]}""")]
    [InlineData("""{"a":[{"anything-but":{"prefix":""}}]}""")]
    [InlineData("""{"a":[{"anything-but":{"numeric":["=",1]}}]}""")]
    [InlineData("""{"a":[{"anything-but":{"equals-ignore-case":[1]}}]}""")]
    [InlineData("""{"$or":[{"a":["x"]}]}""")]
    [InlineData("""{"$or":[{"a":["x"]},{}]}""")]
    [InlineData("""{"$or":[]}""")]
    [InlineData("""{"a":["x"],}""")]
    [InlineData("""{"a":["x"]} tail""")]
    [InlineData("""{"a":["\ud800"]}""")]
    [InlineData("""{"\ud800":["x"]}""")]
    public void What_is_no_pattern_is_refused(string text) => Assert.Null(FilterPattern.TryParse(text));

    [Fact]
    public void Half_a_surrogate_pair_in_the_text_itself_is_refused() =>
        Assert.Null(FilterPattern.TryParse("{\"a\":[\"" + '\ud800' + "\"]}"));

    [Theory]
    [InlineData(60, true)]
    [InlineData(4000, false)]
    public void A_pattern_nested_too_deep_is_refused_and_costs_no_stack(int depth, bool isPattern)
    {
        var text = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "[1]" + new string('}', depth);

        Assert.Equal(isPattern, FilterPattern.TryParse(text) is not null);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1,"\ud800a":"x"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public void A_record_of_any_form_is_compared_without_harm(string record) => Check("""{"a":["x"]}""", record, matches: false);

    [Fact]
    public void Absence_in_a_long_list_is_looked_for_once()
    {
        var record = "{\"e\":[" + string.Join(',', Enumerable.Repeat("{\"a\":\"y\"}", 100_000)) + "]}";

        // Once per element this would be ten thousand million look-ups.
        Check("""{"e":{"b":[{"exists":false}],"a":["x"]}}""", record, matches: false);
    }

    private static void Check(string pattern, string record, bool matches)
    {
        using var document = JsonDocument.Parse(record);
        var filter = FilterPattern.TryParse(pattern);

        Assert.NotNull(filter);
        Assert.Equal(matches, filter.Matches(document.RootElement));
    }
}
