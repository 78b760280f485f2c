package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyAddress;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The targets of {@code --haproxy.scrape-uri}: addresses, and patterns of sockets' paths that are looked up at each scrape. */
public final class AddressedTargets {

    private static final Logger LOG = LogManager.getLogger(AddressedTargets.class);

    /** Targets of one pattern: a directory that somebody fills must not take all threads. */
    private static final int MAX_OF_PATTERN = 1000;

    private final List<HaproxyAddress> addresses;
    private final Duration timeout;
    private final Optional<HaproxyAddress> masterSocket;
    private final Optional<String> eventsRing;

    /** Names that were told to be taken twice. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * The targets at some addresses.
     *
     * @param masterSocket of the master process of the only target; of several, only one can be its
     * @param eventsRing the ring that each of them writes its events to
     * @throws IllegalArgumentException when two of them would have one name, or a directory's name has a wildcard
     */
    public AddressedTargets(
            List<HaproxyAddress> addresses,
            Duration timeout,
            Optional<HaproxyAddress> masterSocket,
            Optional<String> eventsRing) {
        this.addresses = List.copyOf(addresses);
        this.timeout = timeout;
        this.masterSocket = masterSocket;
        this.eventsRing = eventsRing;
        Set<String> names = new HashSet<>();
        for (HaproxyAddress address : addresses) {
            if (isPattern(address)) {
                if (address instanceof HaproxyAddress.Unix unix
                        && hasWildcard(String.valueOf(unix.path().getParent()))) {
                    throw new IllegalArgumentException("'" + address
                            + "' has a wildcard in a directory's name: expected one in the file name only");
                }
            } else if (!names.add(Target.nameOf(address))) {
                throw new IllegalArgumentException("'" + address + "' is the second target named "
                        + Target.nameOf(address) + ": give targets names of their own in --config.file");
            }
        }
    }

    /** Whether there may be more than one target, so that the label {@code haproxy} tells them apart. */
    public boolean areSeveral() {
        return addresses.size() != 1 || isPattern(addresses.get(0));
    }

    /** The targets of this moment, whose names all differ, in the order in which they are served. */
    public List<Target> targets() {
        Map<String, Target> targets = new LinkedHashMap<>();
        for (HaproxyAddress address : addresses) {
            if (address instanceof HaproxyAddress.Unix unix && isPattern(address)) {
                sockets(unix.path()).forEach(path -> add(targets, withoutEnding(path), new HaproxyAddress.Unix(path)));
            } else {
                add(targets, Target.nameOf(address), address);
            }
        }
        return List.copyOf(targets.values());
    }

    private void add(Map<String, Target> targets, String name, HaproxyAddress address) {
        Target other = targets.putIfAbsent(
                name,
                new Target(
                        name, address, timeout, List.of(), areSeveral() ? Optional.empty() : masterSocket, eventsRing));
        if (other != null && told.add(name)) {
            LOG.warn(
                    "{} is not read: {} has the same name, {}; give targets names of their own in --config.file",
                    address,
                    other.address(),
                    name);
        }
    }

    private static List<Path> sockets(Path pattern) {
        Path directory = Optional.ofNullable(pattern.getParent()).orElse(Path.of(""));
        List<Path> sockets = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, String.valueOf(pattern.getFileName()))) {
            for (Path path : found) {
                if (isSocket(path) && sockets.size() < MAX_OF_PATTERN) {
                    sockets.add(path);
                }
            }
        } catch (NoSuchFileException e) {
            // As with a directory without sockets: HAProxy may not have been started yet.
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("cannot list {}", directory, e);
            return List.of();
        }
        sockets.sort(null);
        return sockets;
    }

    private static boolean isSocket(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            return false;
        }
    }

    private static String withoutEnding(Path socket) {
        String name = String.valueOf(socket.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static boolean isPattern(HaproxyAddress address) {
        return address instanceof HaproxyAddress.Unix unix
                && hasWildcard(unix.path().toString());
    }

    private static boolean hasWildcard(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }
}
