# frozen_string_literal: true

module AwsLambda
  # How events and results cross to Ruby. Functions may put their own methods in place of these.
  class Marshaller
    class << self
      def marshall_request(raw_request)
        raw_request["Content-Type"] == "application/json" ? JSON.parse(raw_request.body) : raw_request.body
      end

      # Text, which is JSON, or a pair of anything that can be read and its content type.
      def marshall_response(method_response)
        case method_response
        when StringIO, IO then [method_response, "application/unknown"]
        else method_response.to_json
        end
      end
    end
  end
end
