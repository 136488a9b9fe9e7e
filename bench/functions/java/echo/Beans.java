package echo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** The event as an object and back: what most functions do. */
public class Beans implements RequestHandler<Event, Event> {
    @Override
    public Event handleRequest(Event event, Context context) {
        return event;
    }
}
