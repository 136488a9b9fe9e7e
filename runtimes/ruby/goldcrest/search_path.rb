# frozen_string_literal: true

module Goldcrest
  # $LOAD_PATH and GEM_PATH as functions know them: their own code, then layers, then what the interpreter has.
  module SearchPath
    class << self
      def prepare(environment)
        task_root = environment.fetch("LAMBDA_TASK_ROOT", "/var/task")
        enter(task_root)
        # The interpreter has put the entries of a RUBYLIB of the function's own first already.
        unless environment["RUBYLIB"]
          environment["RUBYLIB"] = "#{task_root}:/opt/ruby/lib"
          $LOAD_PATH.unshift("/opt/ruby/lib")
        end

        $LOAD_PATH.unshift(task_root) unless $LOAD_PATH.include?(task_root)
        environment["GEM_PATH"] ||= gem_folders(environment, task_root).join(":")
      end

      private

      def enter(task_root)
        Dir.chdir(task_root)
      rescue SystemCallError
        # The load that fails next says what is missing, in words its author knows.
      end

      # Gems are filed by the version asked for, which may not be the one that serves.
      def gem_folders(environment, task_root)
        asked = environment["AWS_EXECUTION_ENV"].to_s[/ruby(\d+\.\d+)/, 1]
        versions = [asked, RUBY_VERSION[/\d+\.\d+/]].compact.uniq
        versions.flat_map { |version| ["#{task_root}/vendor/bundle/ruby/#{version}.0", "/opt/ruby/gems/#{version}.0"] }
      end
    end
  end
end
