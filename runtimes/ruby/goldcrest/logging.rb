# frozen_string_literal: true

require "logger"

module Goldcrest
  # Put before Logger: what is logged to a standard stream is one event each, marked with its invocation.
  module Logging
    LEVELS = { "TRACE" => 0, "DEBUG" => 0, "INFO" => 1, "WARN" => 2, "ERROR" => 3, "FATAL" => 4 }.freeze

    # X, [2026-01-31T12:00:00.000000 #8]  LEVEL <request id> -- program: message
    class TextFormatter < ::Logger::Formatter
      def call(severity, time, progname, message)
        line = format("%s, [%s #%d] %5s %s -- %s: %s", severity[0], format_datetime(time), Process.pid, severity,
                      Goldcrest.request_id, progname, msg2str(message))
        "#{Streams.readable(line)}\n"
      end
    end

    # One object an event.
    class JsonFormatter < ::Logger::Formatter
      def call(severity, time, progname, message)
        line = {
          timestamp: time.getutc.strftime("%Y-%m-%dT%H:%M:%S.%LZ"), level: severity, message: text(message),
          logger: progname && Streams.readable(progname.to_s), requestId: Goldcrest.request_id, tenantId: Goldcrest.tenant_id
        }
        line.update(error(message)) if message.is_a?(Exception)
        JSON.generate(line.compact)
      end

      private

      def text(message)
        Streams.readable(message.is_a?(Exception) ? message.message : msg2str(message))
      end

      def error(error)
        {
          errorType: error.class.to_s, errorMessage: Streams.readable(error.message),
          stackTrace: Array(error.backtrace).map { |entry| Streams.readable(entry) }
        }
      end
    end

    # The descriptor of frames when there is one, else the stream.
    class Device
      def initialize(stream)
        @stream = stream
      end

      def write(message)
        return Streams.sink.write(message) if Streams.sink

        @stream.write(message.end_with?("\n") ? message : "#{message}\n")
      end

      def close; end
    end

    def initialize(device = nil, *arguments, **options)
      return super unless device.nil? || device.equal?($stdout) || device.equal?($stderr) || device.equal?(STDOUT)

      level = LEVELS[ENV["AWS_LAMBDA_LOG_LEVEL"].to_s.upcase] if Streams.json?
      super(Device.new(device || $stdout), *arguments, **options)
      self.level = level if level && !options.key?(:level)
      @default_formatter = Streams.json? ? JsonFormatter.new : TextFormatter.new
    end
  end
end
