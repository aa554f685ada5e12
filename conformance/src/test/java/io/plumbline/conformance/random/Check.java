package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.quantize.annotate.LoadedPairs;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.op.OpDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold of every compiled graph. */
enum Check {
  /**
   * The optimised graph, with the pairs that were taken out of it, computes what the original does,
   * but for the order of float sums; behind pairs that may move a rounding.
   */
  OPTIMISED_EQUALS_ORIGINAL {
    @Override
    Optional<String> violation(Subject subject) {
      Closeness closeness =
          subject.prepared().isReference() ? Closeness.SAME_SUMS : Closeness.ROUNDED_OTHERWISE;
      try (OrtEngine original = OrtEngine.open(subject.original(), Subject.LITERAL);
          OrtEngine optimised =
              OrtEngine.open(
                  LoadedPairs.apply(subject.optimised(), subject.prepared().scales()),
                  Subject.LITERAL)) {
        for (Map<String, Tensor> sample : subject.samples()) {
          Optional<String> found = closeness.violation(original.run(sample), optimised.run(sample));
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    }
  },

  /** Every executor computes the same bits. */
  EXECUTORS_ARE_EQUAL {
    @Override
    Optional<String> violation(Subject subject) {
      for (String name : Executors.names()) {
        Optional<String> difference =
            difference(
                subject,
                open(subject.lowered().program(), ExecutorOptions.reference()),
                open(subject.lowered().program(), new ExecutorOptions(name, 2)));
        if (difference.isPresent()) {
          return difference.map(text -> "executor " + name + ": " + text);
        }
      }
      return Optional.empty();
    }
  },

  /** A program read back from its file is the same program. */
  FILE_HOLDS_PROGRAM {
    @Override
    Optional<String> violation(Subject subject) {
      Program program = subject.lowered().program();
      byte[] written = ProgramWriter.bytes(program);
      Program read = ProgramReader.read(written, "bytes");
      return Arrays.equals(written, ProgramWriter.bytes(read))
          ? difference(
              subject,
              open(program, ExecutorOptions.reference()),
              open(read, ExecutorOptions.reference()))
          : Optional.of("the program that was read back is written differently");
    }
  },

  /** A plan read back from its file is the same plan: every artefact of it is the same file. */
  FILE_HOLDS_PLAN {
    @Override
    Optional<String> violation(Subject subject) {
      return StoredPlan.violation(subject);
    }
  },

  /** Of the same integers every instruction makes what the QDQ graph makes, within one step. */
  PROGRAM_FOLLOWS_QDQ {
    @Override
    Optional<String> violation(Subject subject) {
      return OneStep.differences(subject).stream()
          .filter(difference -> difference.maxSteps() > 1)
          .filter(difference -> !isFinerThanFloats(subject, difference))
          .findFirst()
          .map(OpDifference::toString);
    }
  },

  /** The plan says of every node what the instructions of the program do for it. */
  PLAN_EQUALS_PROGRAM {
    @Override
    Optional<String> violation(Subject subject) {
      return PlacedPlan.violation(subject.plan(), subject.lowered());
    }
  },

  /** A program cut anywhere computes what it computes whole. */
  SLICES_EQUAL_THE_WHOLE {
    @Override
    Optional<String> violation(Subject subject) {
      return SlicedRun.difference(subject);
    }
  },

  /**
   * What bias correction adds takes the whole difference of means away, so that no second one is.
   */
  BIASES_ARE_CORRECTED_ONCE {
    @Override
    Optional<String> violation(Subject subject) {
      return CorrectedTwice.violation(subject);
    }
  },

  /** A batch of samples has the results of each alone, or is refused by the name of a node. */
  BATCHES_KEEP_SAMPLES_APART {
    @Override
    Optional<String> violation(Subject subject) {
      return Batches.violation(subject);
    }
  },

  /**
   * Factors of channels change nothing in float, and what holds of every program holds with them.
   */
  CHANNEL_SCALES_CHANGE_NOTHING {
    @Override
    Optional<String> violation(Subject subject) {
      return ScaledSubject.violation(subject);
    }
  },

  /** A graph with ranges in parts computes the same, and its program is as good as any. */
  RANGE_PARTS_CHANGE_NOTHING {
    @Override
    Optional<String> violation(Subject subject) {
      return SplitSubject.violation(subject);
    }
  },

  /** Weights rounded by least squares are those integers in the program of the rounded graph. */
  WEIGHTS_ARE_THE_ROUNDED_ONES {
    @Override
    Optional<String> violation(Subject subject) {
      return RoundedSubject.violation(subject);
    }
  },

  /** Compiled again, with another number of threads, every byte is the same. */
  BYTES_ARE_EQUAL {
    @Override
    Optional<String> violation(Subject subject) {
      Subject again =
          Subject.of(subject.original(), subject.target(), subject.scheme(), subject.samples(), 2);
      List<String> different = new ArrayList<>();
      if (!Arrays.equals(
          OnnxWriter.toBytes(subject.annotated().graph()),
          OnnxWriter.toBytes(again.annotated().graph()))) {
        different.add("the annotated graph");
      }
      if (!Arrays.equals(
          ProgramWriter.bytes(subject.lowered().program()),
          ProgramWriter.bytes(again.lowered().program()))) {
        different.add("the program");
      }
      return different.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join(" and ", different) + " of two threads differ from one's");
    }
  },

  /** Noise behind a value is found from the value on as it is from the inputs on. */
  NOISE_NEEDS_NO_PREFIX {
    @Override
    Optional<String> violation(Subject subject) {
      return AloneRounded.violation(subject);
    }
  };

  /**
   * Whether steps of 16 bits are finer than what they are compared with: the state of a recurrent
   * layer has 16 bits itself, and a function of ONNX Runtime has the absolute error of a float32
   * near 1.
   */
  private static boolean isFinerThanFloats(Subject subject, OpDifference difference) {
    ProgramValue value = value(subject, difference.value());
    return value.dtype() == DType.INT16
        && switch (difference.instruction()) {
          case "Recurrent" -> true;
          case "Quantize" -> isOfStates(subject.lowered().program(), value);
          case "Lookup" -> value.quant().scale() < 0x1p-24;
          default -> false;
        };
  }

  /** Whether the state of a recurrent layer comes to a value through float32 alone. */
  private static boolean isOfStates(Program program, ProgramValue value) {
    int index = program.values().indexOf(value);
    return program.instructions().stream()
        .filter(instruction -> instruction.outputs().contains(index))
        .anyMatch(
            instruction ->
                instruction instanceof Instruction.Recurrent
                    || instruction.inputs().stream()
                        .map(program::value)
                        .filter(input -> input.dtype() == DType.FLOAT32)
                        .anyMatch(input -> isOfStates(program, input)));
  }

  private static ProgramValue value(Subject subject, String name) {
    return subject.lowered().program().values().stream()
        .filter(other -> other.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Engine open(Program program, ExecutorOptions options) {
    return Executors.open(program, new OrtForeignOps(Subject.LITERAL), options);
  }

  /** The first tensor in which two engines differ; both are closed. */
  private static Optional<String> difference(Subject subject, Engine defining, Engine other) {
    try (defining;
        other) {
      RunOptions everything = RunOptions.fetching(defining.tensors());
      for (Map<String, Tensor> sample : subject.samples()) {
        Map<String, Tensor> found = other.run(sample, everything);
        for (Map.Entry<String, Tensor> entry : defining.run(sample, everything).entrySet()) {
          Tensor tensor = found.get(entry.getKey());
          if (tensor == null || !entry.getValue().sameAs(tensor)) {
            return Optional.of("'%s' differs".formatted(entry.getKey()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** What is wrong, or empty. */
  abstract Optional<String> violation(Subject subject);
}
