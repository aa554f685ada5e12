package io.plumbline.device.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The user's agent, over its socket. Agents are never offered to the board.
 *
 * @param socket where it listens
 */
record AgentSocket(Path socket) implements SshAgentFactory {
  private static final int LONGEST = 1 << 18;

  @Override
  public SshAgent createClient(Session session, FactoryManager manager) throws IOException {
    return new Client(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  @Override
  public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
    return List.of();
  }

  @Override
  public SshAgentServer createServer(ConnectionService service) {
    throw new UnsupportedOperationException("agents are not forwarded");
  }

  /** Requests and answers, each with its length before it. */
  private static final class Client extends AbstractAgentProxy {
    private final SocketChannel channel;

    Client(SocketChannel channel) {
      super(null);
      this.channel = channel;
    }

    @Override
    protected synchronized Buffer request(Buffer request) throws IOException {
      ByteBuffer asked = ByteBuffer.wrap(request.array(), request.rpos(), request.available());
      while (asked.hasRemaining()) {
        channel.write(asked);
      }
      int length = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
      if (length < 1 || length > LONGEST) {
        throw new IOException("the agent answers with %d bytes".formatted(length));
      }
      return new ByteArrayBuffer(read(length));
    }

    private byte[] read(int count) throws IOException {
      byte[] bytes = new byte[count];
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        if (channel.read(rest) < 0) {
          throw new EOFException("the agent has gone");
        }
      }
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
      super.close();
    }
  }
}
