package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.module.InstructionSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimisationTests {
  private static final String GCC = "cc 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.";
  private static final String CLANG = "clang version 14.0.6\nTarget: x86_64-pc-linux-gnu";

  @Test
  void onlyGccSparesPassesAndOnlyForTilesOfManyRegisters() {
    assertThat(chosen(InstructionSet.AVX512_VNNI, GCC)).startsWith("-O1");
    assertThat(chosen(InstructionSet.AVX512_VNNI, CLANG)).containsExactly("-O3");
    assertThat(chosen(InstructionSet.AVX2, GCC)).containsExactly("-O3");
    assertThat(chosen(InstructionSet.BASELINE, GCC)).containsExactly("-O3");
  }

  @Test
  void whatACommandSaysItselfWins() {
    List<String> command = new ArrayList<>(List.of("cc", "-O2"));
    command.addAll(InstructionSet.AVX512_VNNI.options());
    assertThat(Optimisation.of(command, () -> GCC)).isEmpty();
  }

  private static List<String> chosen(InstructionSet set, String told) {
    List<String> command = new ArrayList<>(List.of("cc"));
    command.addAll(set.options());
    return Optimisation.of(command, () -> told);
  }
}
