package io.plumbline.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Single keys are changed, and every other line stays. */
class YamlEditTests {
  private static String set(String text, String key, String value) {
    YamlEdit edit = new YamlEdit(text, "test");
    edit.set("group", key, value);
    return edit.text();
  }

  @Test
  void linesOfOthersStay() {
    assertThat(set("# top\ngroup:\n  a: 1  # one\n  b: 2\nother: {c: 3}\n", "a", "5"))
        .isEqualTo("# top\ngroup:\n  a: 5 # one\n  b: 2\nother: {c: 3}\n");
  }

  @Test
  void aGroupInBracesIsWrittenKeyByKey() {
    assertThat(
            set("group: {a: 1, b: 'it''s #2', c: [x, y], d: {e: ''}} # why\nother: {}\n", "a", "5"))
        .isEqualTo(
            "group:\n  # why\n  a: 5\n  b: 'it''s #2'\n  c: [x, y]\n  d: {e: ''}\nother: {}\n");
  }

  @Test
  void bracesMayTakeSeveralLines() {
    assertThat(set("group: {a: 1,\n  b: 2\n}\n\nother: {}\n", "c", "3"))
        .isEqualTo("group:\n  a: 1\n  b: 2\n  c: 3\nother: {}\n");
  }

  @Test
  void anEmptyGroupTakesAKey() {
    assertThat(set("group: {}\nother: {}\n", "a", "1")).isEqualTo("group:\n  a: 1\nother: {}\n");
    assertThat(set("other: {}\n", "a", "1")).isEqualTo("other: {}\ngroup:\n  a: 1\n");
  }

  @Test
  void aKeyIsRemovedWithItsBlock() {
    YamlEdit edit = new YamlEdit("group: {a: 1, b: {c: 2}}\n", "test");
    edit.remove("group", "b");
    assertThat(edit.text()).isEqualTo("group:\n  a: 1\n");
    edit.replace("group", "a", List.of("a:", "  - 1"));
    assertThat(edit.text()).isEqualTo("group:\n  a:\n    - 1\n");
  }
}
