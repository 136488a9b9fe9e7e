import java.util.LinkedHashMap;
import java.util.Map;

/** Needs no library: events and results are maps. */
public class Hello {
    private int count;

    public Map<String, Object> handle(Map<String, Object> event) {
        count++;
        System.out.println("call " + count + " of " + System.getenv("AWS_LAMBDA_FUNCTION_NAME"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("message", "Hello, " + event.getOrDefault("name", "world") + ", from Java " + Runtime.version().feature());
        answer.put("count", count);
        return answer;
    }
}
