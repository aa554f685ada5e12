package io.plumbline.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.yaml.YamlReader;
import io.plumbline.config.yaml.YamlText;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Products;
import io.plumbline.quantize.target.Requantisation;
import io.plumbline.quantize.target.ScaleConvention;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetFileTests {
  private static final String WHOLE =
      """
      name: tiny
      rounding: half-up
      scale: half-range
      requantisation: {kind: fixed-point, bits: 15, double_rounding: true}
      schemes:
        - name: narrow
          activation: uint8
          weight: int8
          asymmetric: false
          per_channel: false
          accumulator: int32
        - {name: wide, activation: int16}
      channel_scales: true
      products: saturating-pairs
      fused_functions: false
      """;

  private static Target parse(String text) {
    return TargetFile.of(YamlReader.parse(text, "t.yaml"), "t.yaml");
  }

  @Test
  void everyKeyHasItsEffect() {
    assertThat(parse(WHOLE))
        .isEqualTo(
            new Target(
                "tiny",
                List.of(
                    new Scheme("narrow", DType.UINT8, DType.INT8, false, false, Accumulator.INT32),
                    new Scheme("wide", DType.INT16, DType.INT8, true, true, Accumulator.INT64)),
                Rounding.HALF_UP,
                ScaleConvention.HALF_RANGE,
                new Requantisation.FixedPoint(15, true),
                Products.SATURATING_PAIRS,
                true,
                false));
  }

  @Test
  void whatIsWrittenReadsAsTheSame() {
    for (Target target :
        List.of(Target.GENERIC, parse(WHOLE), parse(WHOLE.replaceAll("requ.*", "")))) {
      assertThat(parse(YamlText.flow(TargetFile.write(target)))).isEqualTo(target);
    }
    for (BuiltInTarget known : BuiltInTarget.ALL) {
      Target target = known.target();
      assertThat(parse(YamlText.flow(TargetFile.write(target)))).isEqualTo(target);
    }
  }

  record Mistake(String found, String replacement, List<String> message) {
    @Override
    public String toString() {
      return replacement;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake(
            "rounding", "roundin", List.of("t.yaml:2", "'roundin'", "did you mean 'rounding'")),
        new Mistake(
            "half-up",
            "half-upp",
            List.of("t.yaml:2", "'rounding'", "half-even | half-up", "'half-upp'")),
        new Mistake(
            "half-range", "[a]", List.of("t.yaml:3", "'scale'", "maximum | half-range", "a list")),
        new Mistake(
            "fixed-point", "float", List.of("t.yaml:4", "'requantisation.kind'", "fixed-point")),
        new Mistake("bits: 15", "bits: 99", List.of("t.yaml:4", "from 7 to 31", "'99'")),
        new Mistake("bits: 15, ", "", List.of("t.yaml:4", "'requantisation.bits' is missing")),
        new Mistake("name: tiny", "", List.of("'name' is missing")),
        new Mistake(
            "uint8", "float16", List.of("t.yaml:7", "'schemes[0].activation'", "int8 | uint8")),
        new Mistake(
            "weight: int8", "weight: int5", List.of("t.yaml:8", "'schemes[0].weight'", "'int5'")),
        new Mistake("per_channel: false", "per_channel: x", List.of("t.yaml:10", "true | false")),
        new Mistake("saturating-pairs", "fast", List.of("t.yaml:14", "exact | saturating-pairs")),
        new Mistake("int32", "int24", List.of("t.yaml:11", "int32 | int64")),
        new Mistake(
            "activation: int16", "weight: int8", List.of("t.yaml:12", "'schemes[1].activation'")),
        new Mistake("name: wide", "name: narrow", List.of("t.yaml:12", "'narrow' again")),
        new Mistake("name: wide", "name: int8", List.of("t.yaml:12", "'int8' means 8 and 8")),
        new Mistake("name: narrow", "name: int16", List.of("'int16' of activations of 8 bits")),
        new Mistake("name: wide", "name: w4a8", List.of("'w4a8' means 8 and 4")),
        new Mistake("name: wide", "name: w16a16", List.of("'w16a16' means 16 and 16")),
        new Mistake(
            "name: tiny",
            "name: generic-int8",
            List.of("'generic-int8', which computes otherwise")),
        new Mistake("name: wide", "name: float32", List.of("t.yaml:12", "'float32' again")),
        new Mistake(
            "{name: wide, activation: int16}", "wide", List.of("schemes[1]: expected the keys")));
  }

  @ParameterizedTest
  @MethodSource
  void mistakes(Mistake mistake) {
    String text = WHOLE.replaceFirst(Pattern.quote(mistake.found()), mistake.replacement());
    assertThat(text).isNotEqualTo(WHOLE);
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> assertThat(e.where() + ": " + e.getMessage()).contains(mistake.message()));
  }

  @Test
  void thePageShowsWhatIsRead() throws IOException {
    String page = Files.readString(SharedData.root().resolve("docs/adding-a-target.md"));
    int start = page.indexOf("name: my-npu");
    Target target = parse(page.substring(start, page.indexOf("```", start)));
    assertThat(target.schemes()).isEqualTo(Target.GENERIC.schemes());
    assertThat(target.rounding()).isEqualTo(Target.GENERIC.rounding());
    assertThat(target.convention()).isEqualTo(Target.GENERIC.convention());
    assertThat(target.requantisation()).isEqualTo(Target.GENERIC.requantisation());
  }

  @Test
  void aTargetIsNamedOrAFile(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("mine.yaml"), "name: mine\nschemes: [{name: i, activation: int8}]");
    assertThat(Targets.of("generic-int8", folder, "w")).isSameAs(Target.GENERIC);
    assertThat(Targets.of("generic", folder, "w")).isSameAs(Target.GENERIC);
    assertThat(Targets.of("mine.yaml", folder, "w").name()).isEqualTo("mine");
    assertThatThrownBy(() -> Targets.of("mine", folder, "w"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("'mine' is no target");
    assertThatThrownBy(() -> Targets.of("other.yaml", folder, "w"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void whatNothingSimulatesIsRefusedByName() {
    for (String requantisation :
        List.of("shift", "{kind: fixed-point, bits: 31, double_rounding: false}")) {
      Target target = parse(WHOLE.replaceFirst("requ.*", "requantisation: " + requantisation));
      assertThatThrownBy(target::requireSimulated)
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("'tiny' requantises by " + target.requantisation().label());
    }
  }

  @Test
  void aNamedTargetIsNamedWhateverItsCommonSettings() {
    assertThat(Targets.isNamed(Target.GENERIC.withAsymmetric(false).withPerChannelWeights(false)))
        .isTrue();
    assertThat(Targets.isNamed(parse(WHOLE))).isFalse();
  }
}
