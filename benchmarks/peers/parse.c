/* Reads every .yaml file below the folders it is given and has libyaml parse it, and does nothing with the events:
 * the least that reading these files as YAML can cost. Prints how many files, bytes and scalars there were. */

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

static long files, bytes, scalars;

static void fail(const char *path, const char *why) {
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

static void parse_file(int folder, const char *name) {
    static unsigned char *data;
    static size_t room;
    struct stat status;
    int handle = openat(folder, name, O_RDONLY);
    if (handle < 0 || fstat(handle, &status) < 0) fail(name, "cannot be read");
    if ((size_t)status.st_size > room && (data = realloc(data, room = status.st_size)) == NULL) fail(name, "memory");
    if (read(handle, data, status.st_size) != status.st_size) fail(name, "cannot be read");
    close(handle);

    yaml_parser_t parser;
    yaml_event_t event;
    yaml_event_type_t type;
    if (!yaml_parser_initialize(&parser)) fail(name, "memory");
    yaml_parser_set_input_string(&parser, data, status.st_size);
    do {
        if (!yaml_parser_parse(&parser, &event)) fail(name, "is no YAML");
        type = event.type;
        scalars += type == YAML_SCALAR_EVENT;
        yaml_event_delete(&event);
    } while (type != YAML_STREAM_END_EVENT);
    yaml_parser_delete(&parser);
    files++;
    bytes += status.st_size;
}

static void walk(int above, const char *name) {
    int handle = openat(above, name, O_RDONLY | O_DIRECTORY);
    DIR *folder = handle < 0 ? NULL : fdopendir(handle);
    struct dirent *entry;
    if (folder == NULL) fail(name, "is no folder");
    while ((entry = readdir(folder)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.') continue;
        if (entry->d_type == DT_DIR) walk(handle, entry->d_name);
        else if (length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0) parse_file(handle, entry->d_name);
    }
    closedir(folder);
}

int main(int count, char **arguments) {
    for (int one = 1; one < count; one++) walk(AT_FDCWD, arguments[one]);
    printf("libyaml %s: %ld files, %ld bytes, %ld scalars\n", yaml_get_version_string(), files, bytes, scalars);
    return 0;
}
