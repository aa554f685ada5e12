package io.plumbline.device.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PorterTests {
  /** A door at which some attempts fail, then one guest comes, then it is closed. */
  private static final class Door extends ServerSocket {
    private final int failing;
    private int tried;

    Door(int failing) throws IOException {
      this.failing = failing;
    }

    @Override
    public Socket accept() throws IOException {
      tried++;
      if (tried == failing + 1) {
        return new Socket();
      }
      if (tried > 2 * failing + 1) {
        close();
      }
      throw new IOException("too many open files");
    }
  }

  @Test
  void whoeverFailsToComeIsWaitedForLongerEachTimeUntilOneComes() throws IOException {
    List<Duration> waited = new ArrayList<>();
    List<Socket> guests = new ArrayList<>();
    new Porter(new Door(9), guests::add, waited::add).run();
    List<Long> growing = List.of(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
    assertThat(guests).hasSize(1);
    assertThat(waited.stream().map(Duration::toMillis).limit(9)).isEqualTo(growing);
    assertThat(waited.stream().map(Duration::toMillis).skip(9)).isEqualTo(growing);
  }

  @Test
  void anInterruptEndsIt() throws IOException {
    new Porter(
            new Door(9),
            _ -> {},
            _ -> {
              throw new InterruptedException();
            })
        .run();
    assertThat(Thread.interrupted()).isTrue();
  }
}
