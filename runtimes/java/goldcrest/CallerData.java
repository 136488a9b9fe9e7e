package goldcrest;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** What the caller said of its device and of itself. Loaded when a function asks. */
final class CallerData {
    private CallerData() {
    }

    static CognitoIdentity identity(String text) {
        JsonNode json = parse(text);
        return new CognitoIdentity() {
            @Override
            public String getIdentityId() {
                return json.path("cognitoIdentityId").asText(null);
            }

            @Override
            public String getIdentityPoolId() {
                return json.path("cognitoIdentityPoolId").asText(null);
            }
        };
    }

    static ClientContext client(String text) {
        JsonNode json = parse(text);
        Client client = json.hasNonNull("client") ? device(json.get("client")) : null;
        return new ClientContext() {
            @Override
            public Client getClient() {
                return client;
            }

            @Override
            public Map<String, String> getCustom() {
                return texts(json.get("custom"));
            }

            @Override
            public Map<String, String> getEnvironment() {
                return texts(json.get("env"));
            }
        };
    }

    private static Client device(JsonNode json) {
        return new Client() {
            @Override
            public String getInstallationId() {
                return json.path("installation_id").asText(null);
            }

            @Override
            public String getAppTitle() {
                return json.path("app_title").asText(null);
            }

            @Override
            public String getAppVersionName() {
                return json.path("app_version_name").asText(null);
            }

            @Override
            public String getAppVersionCode() {
                return json.path("app_version_code").asText(null);
            }

            @Override
            public String getAppPackageName() {
                return json.path("app_package_name").asText(null);
            }
        };
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** @return null when there is no such object; values that are no text as their JSON */
    private static Map<String, String> texts(JsonNode json) {
        if (json == null || !json.isObject()) {
            return null;
        }

        Map<String, String> texts = new HashMap<>();
        json.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().isTextual() ? entry.getValue().textValue() : entry.getValue().toString()));
        return texts;
    }
}
