# frozen_string_literal: true

require "json"

# Makes late loading look early. AWS's runtime has RubyGems and some libraries loaded before user code runs; here most functions
# do without them, so they are loaded in the moment they are first named.
module Goldcrest
  module LateLibraries
    CONSTANTS = {
      Logger: "logger", Net: "net/http", URI: "uri", StringIO: "stringio", Monitor: "monitor", Timeout: "timeout", Gem: "rubygems",
      RbConfig: "rbconfig"
    }.freeze

    # Put before Kernel's own methods.
    module Loading
      private

      def require(path)
        loaded = super
        LateLibraries.set_up_logger if loaded && path == "logger"
        loaded
      rescue LoadError => error
        raise unless error.path == path.to_s && LateLibraries.load_gems

        # RubyGems has put a method of its own in place.
        Kernel.instance_method(:require).bind_call(self, path)
      end

      def gem(*arguments)
        LateLibraries.load_gems ? gem(*arguments) : super
      end

      def URI(*arguments)
        require "uri"
        super
      end
    end

    class << self
      def install
        CONSTANTS.each { |name, file| Object.autoload(name, file) unless Object.const_defined?(name, false) }
        Object.prepend(Loading)
        # With gems at hand a file of the same name may stand in two places, and only RubyGems knows which one is meant.
        load_gems if ENV["RUBYOPT"].to_s.include?("-r") || ENV["GEM_HOME"] || ENV["GEM_PATH"].split(":").any? { |folder| Dir.exist?(folder) }
      end

      # False when it was loaded before.
      def load_gems
        return false if @has_gems

        @has_gems = true
        Gem.respond_to?(:path)
      end

      def set_up_logger
        require_relative "logging"
        ::Logger.prepend(Logging)
      end
    end
  end
end
