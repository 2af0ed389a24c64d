defmodule :gen_statem_transition do
  # Carries out what a callback of a state machine returned.
  #
  # In this order: the actions of the return value, of which replies take effect at once and the
  # others are collected in `t`; the state enter call, with its own actions; the event is consumed
  # or postponed, and a change of state brings the postponed ones back; at last the timeouts.
  #
  # The result is `{:ok, m}` or `{:stop, m, class, reason, stacktrace}`.
  @moduledoc false

  @no_actions %{postpone: false, next_events: [], timeouts: [], in_enter: false}

  @doc "The first transition of a machine, into the state it has."
  def start(m, event, actions) do
    with {:ok, m, t} <- actions(actions, m, @no_actions),
         {:ok, m, t} <- enter(m, m.state, t) do
      finish(m, event, m.state, t)
    end
  end

  @doc "The transition that a callback asks for by what it returned for `event`."
  def run(m, event, result) do
    case result do
      {:next_state, state, data} ->
        transition(m, event, state, data, [], false)

      {:next_state, state, data, actions} ->
        transition(m, event, state, data, actions, false)

      :keep_state_and_data ->
        transition(m, event, m.state, m.data, [], false)

      {:keep_state_and_data, actions} ->
        transition(m, event, m.state, m.data, actions, false)

      {:keep_state, data} ->
        transition(m, event, m.state, data, [], false)

      {:keep_state, data, actions} ->
        transition(m, event, m.state, data, actions, false)

      :repeat_state_and_data ->
        transition(m, event, m.state, m.data, [], true)

      {:repeat_state_and_data, actions} ->
        transition(m, event, m.state, m.data, actions, true)

      {:repeat_state, data} ->
        transition(m, event, m.state, data, [], true)

      {:repeat_state, data, actions} ->
        transition(m, event, m.state, data, actions, true)

      other ->
        stop(m, other)
    end
  end

  defp stop(m, result) do
    case result do
      :stop ->
        {:stop, m, :exit, :normal, here()}

      {:stop, reason} ->
        {:stop, m, :exit, reason, here()}

      {:stop, reason, data} ->
        {:stop, %{m | data: data}, :exit, reason, here()}

      {:stop_and_reply, reason, replies} ->
        reply_and_stop(m, reason, replies)

      {:stop_and_reply, reason, replies, data} ->
        reply_and_stop(%{m | data: data}, reason, replies)

      other ->
        error(m, {:bad_return_from_state_function, other})
    end
  end

  defp reply_and_stop(m, reason, replies) when is_list(replies) do
    case replies do
      [] ->
        {:stop, m, :exit, reason, here()}

      [{:reply, from, reply} | rest] ->
        m |> reply(from, reply) |> reply_and_stop(reason, rest)

      [other | _rest] ->
        error(m, {:bad_reply_action_from_state_function, other})
    end
  end

  defp reply_and_stop(m, reason, reply), do: reply_and_stop(m, reason, [reply])

  defp transition(m, event, state, data, actions, repeat?) do
    old_state = m.state
    changed? = state != old_state or not same?(state, old_state)
    m = %{m | state: state, data: data, hibernate: false}

    with {:ok, m, t} <- actions(actions, m, @no_actions),
         {:ok, m, t} <- enter_if(changed? or repeat?, m, old_state, t) do
      finish(m, event, old_state, t)
    end
  end

  # 1 and 1.0 are two states.
  defp same?(state, state), do: true
  defp same?(_state, _old_state), do: false

  ## State enter calls

  defp enter_if(true, m, old_state, t), do: enter(m, old_state, t)
  defp enter_if(false, m, _old_state, t), do: {:ok, m, t}

  defp enter(%{state_enter: false} = m, _old_state, t), do: {:ok, m, t}

  defp enter(m, old_state, t) do
    case call_enter(m, old_state) do
      {:returned, value} -> entered(m, old_state, t, value)
      stop -> stop
    end
  end

  defp call_enter(m, old_state) do
    %{modules: [module | _], callback_mode: mode, state: state, data: data} = m

    try do
      case mode do
        :state_functions -> apply(module, state, [:enter, old_state, data])
        :handle_event_function -> module.handle_event(:enter, old_state, state, data)
      end
    catch
      :throw, value -> {:returned, value}
      class, reason -> {:stop, m, class, reason, __STACKTRACE__}
    else
      value -> {:returned, value}
    end
  end

  # What is allowed here keeps the state; repeating it means another enter call.
  defp entered(%{state: state} = m, old_state, t, value) do
    case value do
      {:next_state, new_state, data} ->
        entered(m, t, new_state, data, [], value)

      {:next_state, new_state, data, actions} ->
        entered(m, t, new_state, data, actions, value)

      :keep_state_and_data ->
        {:ok, m, t}

      {:keep_state_and_data, actions} ->
        entered(m, t, state, m.data, actions, value)

      {:keep_state, data} ->
        entered(m, t, state, data, [], value)

      {:keep_state, data, actions} ->
        entered(m, t, state, data, actions, value)

      :repeat_state_and_data ->
        enter(m, old_state, t)

      {:repeat_state_and_data, actions} ->
        enter_again(m, old_state, t, m.data, actions)

      {:repeat_state, data} ->
        enter_again(m, old_state, t, data, [])

      {:repeat_state, data, actions} ->
        enter_again(m, old_state, t, data, actions)

      other ->
        stop(m, other)
    end
  end

  defp entered(%{state: state} = m, t, state, data, actions, _value) do
    enter_actions(%{m | data: data}, t, actions)
  end

  defp entered(m, _t, _new_state, _data, _actions, value) do
    error(m, {:bad_state_enter_return_from_state_function, value})
  end

  defp enter_again(m, old_state, t, data, actions) do
    with {:ok, m, t} <- enter_actions(%{m | data: data}, t, actions), do: enter(m, old_state, t)
  end

  defp enter_actions(m, t, actions) do
    with {:ok, m, t} <- actions(actions, m, %{t | in_enter: true}) do
      {:ok, m, %{t | in_enter: false}}
    end
  end

  ## Actions

  defp actions([], m, t), do: {:ok, m, t}

  defp actions([action | rest], m, t) do
    with {:ok, m, t} <- action(action, m, t), do: actions(rest, m, t)
  end

  defp actions(action, m, t), do: action(action, m, t)

  defp action({:reply, from, reply}, m, t), do: {:ok, reply(m, from, reply), t}
  defp action(:hibernate, m, t), do: {:ok, %{m | hibernate: true}, t}

  defp action({:hibernate, hibernate?}, m, t) when is_boolean(hibernate?) do
    {:ok, %{m | hibernate: hibernate?}, t}
  end

  defp action(:postpone, m, %{in_enter: false} = t), do: {:ok, m, %{t | postpone: true}}

  defp action({:postpone, postpone?}, m, %{in_enter: false} = t) when is_boolean(postpone?) do
    {:ok, m, %{t | postpone: postpone?}}
  end

  defp action({:next_event, type, content} = action, m, %{in_enter: false} = t) do
    if event_type?(type) do
      event = {type, content}
      m = :gen_statem.debug(m, {:in, event, m.state})
      {:ok, m, %{t | next_events: [event | t.next_events]}}
    else
      bad_action(m, t, action)
    end
  end

  defp action({:change_callback_module, module}, m, %{in_enter: false} = t)
       when is_atom(module) do
    change_modules(m, [module | tl(m.modules)], t)
  end

  defp action({:push_callback_module, module}, m, %{in_enter: false} = t) when is_atom(module) do
    change_modules(m, [module | m.modules], t)
  end

  defp action(:pop_callback_module, %{modules: [_, _ | _]} = m, %{in_enter: false} = t) do
    change_modules(m, tl(m.modules), t)
  end

  defp action(timeout, m, t) when is_integer(timeout) or timeout == :infinity do
    timeout({:timeout, timeout, timeout, []}, m, t, timeout)
  end

  defp action({type, time, content} = action, m, t) do
    timeout({type, time, content, []}, m, t, action)
  end

  defp action({_type, :cancel} = action, m, t), do: timeout(action, m, t, action)

  defp action({_type, _time, _content, options} = action, m, t) when is_list(options) do
    if Enum.all?(options, &match?({:abs, abs} when is_boolean(abs), &1)) do
      timeout(action, m, t, action)
    else
      bad_action(m, t, action)
    end
  end

  defp action({type, time, content, {:abs, abs}} = action, m, t) when is_boolean(abs) do
    timeout({type, time, content, [abs: abs]}, m, t, action)
  end

  defp action(other, m, t), do: bad_action(m, t, other)

  defp timeout({type, :cancel} = timeout, m, t, action) do
    add_timeout(timeout_type?(type), timeout, m, t, action)
  end

  defp timeout({type, :update, content, []}, m, t, action) do
    add_timeout(timeout_type?(type), {type, :update, content}, m, t, action)
  end

  defp timeout({type, time, _content, options} = timeout, m, t, action) do
    add_timeout(timeout_type?(type) and time?(time, options), timeout, m, t, action)
  end

  defp add_timeout(true, timeout, m, t, _action) do
    {:ok, m, %{t | timeouts: [timeout | t.timeouts]}}
  end

  defp add_timeout(false, _timeout, m, t, action), do: bad_action(m, t, action)

  defp time?(:infinity, _options), do: true
  defp time?(time, []), do: is_integer(time) and time >= 0
  defp time?(time, options), do: is_integer(time) and (time >= 0 or options[:abs] == true)

  defp timeout_type?(:timeout), do: true
  defp timeout_type?(:state_timeout), do: true
  defp timeout_type?({:timeout, _name}), do: true
  defp timeout_type?(_type), do: false

  defp event_type?({:call, {_pid, _tag}}), do: true
  defp event_type?(:cast), do: true
  defp event_type?(:info), do: true
  defp event_type?(:internal), do: true
  defp event_type?(type), do: timeout_type?(type)

  defp bad_action(m, %{in_enter: true}, action) do
    error(m, {:bad_state_enter_action_from_state_function, action})
  end

  defp bad_action(m, _t, action), do: error(m, {:bad_action_from_state_function, action})

  defp reply(m, from, reply) do
    :gen.reply(from, reply)
    :gen_statem.debug(m, {:out, reply, from})
  end

  # A module that cannot say how it wants to be called does not come to be in charge.
  defp change_modules(m, modules, t) do
    case callback_mode(%{m | modules: modules}) do
      {:ok, m} -> {:ok, m, t}
      {:error, class, reason, stacktrace} -> {:stop, m, class, reason, stacktrace}
    end
  end

  @doc "Asks the callback module how it wants to be called."
  def callback_mode(%{modules: [module | _]} = m) do
    try do
      module.callback_mode()
    catch
      :throw, value -> callback_mode(m, value)
      class, reason -> {:error, class, reason, __STACKTRACE__}
    else
      mode -> callback_mode(m, mode)
    end
  end

  defp callback_mode(m, value) do
    modes = if is_list(value), do: value, else: [value]
    {enter, modes} = Enum.split_with(modes, &(&1 == :state_enter))

    case modes do
      [mode] when mode in [:state_functions, :handle_event_function] and length(enter) < 2 ->
        {:ok, %{m | callback_mode: mode, state_enter: enter != []}}

      _ ->
        {:error, :error, {:bad_return_from_callback_mode, value}, here()}
    end
  end

  ## The rest of a transition

  defp finish(m, event, old_state, t) do
    %{queue: queue, postponed: postponed, state: state} = m
    changed? = not same?(state, old_state)
    m = :gen_statem.debug(m, outcome(t.postpone, event, old_state, state))
    postponed = if t.postpone, do: [event | postponed], else: postponed

    {queue, postponed} =
      if changed? and postponed != [] do
        {:lists.reverse(postponed, queue), []}
      else
        {queue, postponed}
      end

    queue = :lists.reverse(t.next_events, queue)
    m = %{m | queue: queue, postponed: postponed}
    m = if changed?, do: :gen_statem_timers.cancel(m, :state_timeout), else: m
    {:ok, start_timers(:lists.reverse(t.timeouts), m)}
  end

  defp outcome(true, event, old_state, state), do: {:postpone, event, old_state, state}
  defp outcome(false, event, old_state, state), do: {:consume, event, old_state, state}

  # An event timeout of zero that finds events waiting is over before it began.
  defp start_timers([], m), do: m

  defp start_timers([timeout | rest], m) do
    m = :gen_statem.debug(m, {:start_timer, timeout, m.state})
    start_timers(rest, :gen_statem_timers.set(m, timeout))
  end

  defp error(m, reason), do: {:stop, m, :error, reason, here()}

  defp here do
    {:current_stacktrace, [_, _ | stacktrace]} = Process.info(self(), :current_stacktrace)
    stacktrace
  end
end
