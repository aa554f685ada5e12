package io.plumbline.config.pulsar;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The tasks of a file: which of them are compilations, and what each goes on with. */
final class PulsarTasks {
  /** Fields that count beside tasks. */
  private static final Set<String> BESIDE =
      Set.of("tasks", "input_task_names", "output_task_names", "plumbline");

  private final Message root;
  private final SequencedMap<String, Message> tasks = new LinkedHashMap<>();
  private final List<Finding> findings;

  private PulsarTasks(Message root, List<Finding> findings) {
    this.root = root;
    this.findings = findings;
    List<Message> all = root.messages("tasks");
    for (int index = 0; index < all.size(); index++) {
      Message task = all.get(index);
      String usual = String.format(Locale.ROOT, "task_%d", index);
      String name = task.text("name").filter(text -> !text.isEmpty()).orElse(usual);
      if (!name.matches("\\w[\\w.-]*")) {
        throw new BadConfigurationException(
            "config.value",
            task.where("name"),
            "a task called '%s': files are named after it".formatted(name),
            "take letters, digits, '_', '-' and '.'");
      }
      if (tasks.put(name, task) != null) {
        throw new BadConfigurationException(
            "config.conflict",
            task.where("name"),
            "two tasks are called '%s'".formatted(name),
            "give each a name of its own");
      }
    }
  }

  /**
   * The compilations that a file asks for, in order; a file without tasks asks for one.
   *
   * @param findings takes what its fields do not do
   * @throws BadConfigurationException naming the task that cannot be compiled
   */
  static List<PulsarTask> of(Message root, List<Finding> findings) {
    if (root.messages("tasks").isEmpty()) {
      return List.of(PulsarTask.only(root.mapping()));
    }
    PulsarTasks tasks = new PulsarTasks(root, findings);
    tasks.tellUnread();
    return tasks.compilations();
  }

  /**
   * In which order input models are named, such as by flags: as {@code input_task_names} says, or
   * as the compilations stand.
   *
   * @return for each compilation its place in that order; −1 where it has none
   */
  static List<Integer> inputOrder(Message root) {
    List<PulsarTask> compilations = of(root, new ArrayList<>());
    List<String> named = root.texts("input_task_names");
    List<String> order =
        named.isEmpty() ? compilations.stream().map(PulsarTask::first).distinct().toList() : named;
    return compilations.stream().map(each -> order.indexOf(each.first())).toList();
  }

  private void tellUnread() {
    root.mapping().entries().keySet().stream()
        .filter(field -> !BESIDE.contains(field))
        .forEach(
            field ->
                findings.add(
                    Finding.warning(
                        "config.not-available",
                        root.where(field),
                        "'%s' is not read beside tasks; write it into the task".formatted(field))));
  }

  private List<PulsarTask> compilations() {
    names("input_task_names");
    List<String> wanted = names("output_task_names");
    Set<String> continued =
        tasks.values().stream()
            .flatMap(task -> source(task).texts("name").stream())
            .collect(Collectors.toSet());
    List<String> ends =
        wanted.isEmpty()
            ? tasks.keySet().stream().filter(name -> !continued.contains(name)).toList()
            : wanted;
    SequencedSet<String> reached = new LinkedHashSet<>();
    List<PulsarTask> found = new ArrayList<>();
    for (String name : ends) {
      SequencedSet<String> behind = new LinkedHashSet<>();
      found.add(chain(name, behind));
      reached.addAll(behind);
    }
    tasks.keySet().stream()
        .filter(name -> !reached.contains(name))
        .forEach(name -> unreached(name, wanted));
    return found;
  }

  /** A task that no compilation needs: nobody asks for it, or it stands in a circle. */
  private void unreached(String name, List<String> wanted) {
    chain(name, new LinkedHashSet<>());
    findings.add(
        Finding.warning(
            "config.not-available",
            task(name, root.where("tasks")).where("name"),
            "task '%s' is not compiled: output_task_names names only %s"
                .formatted(name, String.join(", ", wanted))));
  }

  private List<String> names(String field) {
    List<String> names = root.texts(field).stream().distinct().toList();
    names.forEach(name -> task(name, root.where(field)));
    return names;
  }

  private Message task(String name, String where) {
    if (!tasks.containsKey(name)) {
      throw new BadConfigurationException(
          "config.value",
          where,
          "there is no task '%s'%s"
              .formatted(name, NearestSpelling.suggestion(name, tasks.keySet())),
          "the tasks are: " + String.join(", ", tasks.keySet()));
    }
    return Objects.requireNonNull(tasks.get(name));
  }

  /** What a task goes on with; without fields where it reads a file. */
  private static Message source(Message task) {
    return task.message("input_model_items").message("task_output");
  }

  /**
   * A task with all that it goes on with.
   *
   * @param behind the tasks that go on with it
   */
  private PulsarTask chain(String name, SequencedSet<String> behind) {
    Message task = task(name, root.where("tasks"));
    Message source = source(task);
    if (!behind.add(name)) {
      throw new BadConfigurationException(
          "config.conflict",
          task.where("input_model_items"),
          "tasks go on with each other in a circle: " + String.join(", ", behind),
          "let one of them read a model");
    }
    if (!source.has("name")) {
      return PulsarTask.reading(name, task);
    }
    String before = source.text("name").orElseThrow();
    task(before, source.where("name"));
    if (source.numbers("output_idx").stream().anyMatch(index -> index > 0)) {
      throw new BadConfigurationException(
          "config.value",
          source.where("output_idx"),
          "task '%s' has one output, of the index 0".formatted(before),
          "say 0, or remove it");
    }
    return chain(before, behind).then(name, task, findings);
  }
}
