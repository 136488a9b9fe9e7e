# frozen_string_literal: true

# Says what went wrong: to the caller, to the log, to X-Ray. Loaded with the first failure.
module Goldcrest
  # One failure, described.
  class Failure
    NAMED = %w[ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit SystemStackError].freeze
    XRAY_CAUSE_LIMIT = 16_000

    def initialize(error, origin, locations)
      @type = "#{origin}<#{error.class}>"
      # What is in no list of names is told to the platform, though not to the caller, by a common one.
      @platform_type = NAMED.include?(error.class.to_s) ? @type : "Function<UserException>"
      @message = Streams.readable(error.message.to_s)
      @locations = locations
    end

    def to_h
      { errorMessage: @message, errorType: @type, stackTrace: @locations.map { |entry| Streams.readable(entry.to_s) } }
    end

    def to_json(*)
      JSON.generate(to_h)
    end

    def headers
      { "Content-Type" => "application/json", "Lambda-Runtime-Function-Error-Type" => @platform_type.tr("^ -~", "?") }
    end

    def xray_headers
      stack = @locations.grep(Thread::Backtrace::Location).map do |entry|
        { label: entry.label, path: entry.path, line: entry.lineno }
      end
      cause = JSON.generate({
        working_directory: Dir.pwd, exceptions: [{ message: @message, type: @type, stack: stack }],
        paths: stack.map { |frame| frame[:path] }.uniq
      }, ascii_only: true)
      cause.bytesize > XRAY_CAUSE_LIMIT ? {} : { "Lambda-Runtime-Function-XRay-Error-Cause" => cause }
    end
  end

  module Failures
    OWN_FOLDER = File.dirname(__dir__)
    MOST_FRAMES = 100

    class << self
      # The trace ends where the function was called; the frames of late_libraries.rb within it are left out.
      def describe(error, origin)
        locations = (error.backtrace_locations || error.backtrace || []).reject { |entry| path(entry) == LOADING }
        Failure.new(error, origin, locations.take_while { |entry| !path(entry).start_with?(OWN_FOLDER) }.first(MOST_FRAMES))
      end

      # One log event as JSON, two as text.
      def log(title, failure)
        if Streams.json?
          now = Time.now.utc.strftime("%Y-%m-%dT%H:%M:%S.%LZ")
          line = { timestamp: now, level: "ERROR", message: title, requestId: Goldcrest.request_id, **failure.to_h }
          write(JSON.generate(line.compact))
        else
          write(title)
          write(JSON.pretty_generate(failure.to_h))
        end
      end

      private

      LOADING = File.join(__dir__, "late_libraries.rb")
      private_constant :LOADING

      def path(entry)
        entry.respond_to?(:path) ? entry.path.to_s : entry.to_s
      end

      def write(line)
        Streams.sink ? Streams.sink.write(line) : $stdout.write("#{line}\n")
      end
    end
  end
end
