# frozen_string_literal: true

# The method that _HANDLER names: `file.method` of the top level, or `file.Class.method`.
class LambdaHandler
  attr_reader :handler_file_name, :handler_method_name

  def initialize(env_handler:)
    parts = env_handler.split(".")
    case parts.size
    when 2 then @handler_file_name, @handler_method_name = parts
    when 3 then @handler_file_name, @handler_class, @handler_method_name = parts
    else
      raise ArgumentError,
            "Invalid handler #{parts}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME corresponds " \
            "with an existing Ruby source file FILENAME.rb, CLASS is an optional module/class namespace and METHOD is a " \
            "callable method. If using CLASS, METHOD must be a class-level method."
    end
  end

  def call_handler(request:, context:)
    if @handler_class
      Kernel.const_get(@handler_class).send(@handler_method_name, event: request, context: context)
    else
      __send__(@handler_method_name, event: request, context: context)
    end
  end
end
