"""Distils word vectors from a sentence encoder over a knowledge-base archive.

    distil.py --teacher FOLDER --archive FOLDER --out FOLDER [--eval FOLDER] [--pairs N]

FOLDER of the teacher holds model.safetensors and tokenizer.json of
all-MiniLM-L6-v2; the archive holds Q*.TXT articles; the output receives
words.bin (format: words.md) and a cache of teacher vectors that later runs
reuse. With --eval, MRR@10 on the *-dev.jsonl sets is printed.

The student of a text is the normalised sum of its word rows. Rows are fitted
by Adam (one second moment per row) so that the cosine to the teacher's vector
is as high as possible over articles, titles, sentences, made-up search and
caller texts, and single words. No query set takes part in the training.
"""

import argparse
import collections
import json
import math
import os
import pathlib
import random
import re
import struct

import numba
import numpy as np
import onnx
import openvino as ov
import scipy.sparse as sp
import Stemmer
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

DIMS = 384
ARTICLES = {"a", "an", "the"}
CONTENT_STOP = set(
    "a an the of to in on at for from by with as is are was were be been being am and or if it its"
    " this that these those there then than so such i me my we our us you your he she they them"
    " their do does did doing have has had having will would can could should may might must which"
    " who whom what when where how why not no but into about also any all some only other".split()
)

# ---------------------------------------------------------------- archive

PROBLEM = {"SYMPTOMS", "SYMPTOM", "SUMMARY", "INTRODUCTION"}
ORDER = dict.fromkeys(PROBLEM, 0) | {"CAUSE": 1, "": 2, "RESOLUTION": 3, "WORKAROUND": 3, "MORE INFORMATION": 4}
SKIPPED = {"STATUS", "REFERENCES"}
RULE = re.compile(r"^[=\-_]{3,}\s*$")
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE = re.compile(r'(?<=[.!?:])\s+(?=[A-Z"(0-9])')
BOILERPLATE = re.compile(
    r"editing the registry|back up the registry|restor(e|ing) the registry|using registry editor incorrectly"
    r"|cannot guarantee that|registry editor at your own|\"restoring|help topic in reg|microsoft has confirmed"
    r"|microsoft is researching|for (more|additional) information|see the following article"
    r"|microsoft knowledge base|article id|intended for|this article was previously|to work around"
    r"|query words|third-party products|no warranty|without warranty|reinstall your operating|regedt32",
    re.I,
)


def body_end(lines, start):
    """Line where the keyword footer begins."""
    rules = [k for k in range(start + 1, len(lines)) if lines[k].startswith("=" * 60)]
    if found := [k for k in rules if any(x.startswith("Keywords  ") for x in lines[k : k + 3])]:
        return found[0]
    for k in range(start + 1, len(lines)):
        if re.match(r"^Keywords {5,}:", lines[k]):
            return k
    return rules[-1] if rules and rules[-1] - start >= 5 else len(lines)


def drop_query_words(body):
    """The body without its "Additional query words" paragraph."""
    for k in range(len(body) - 1, -1, -1):
        if body[k].startswith("Additional query words:"):
            end = k + 1
            while end < len(body) and body[end].strip() and not RULE.match(body[end]):
                end += 1
            return body[:k] + body[end:]
    return body


def sections_of(body):
    """[(heading, text)] of a body; the list of products is left out."""
    out, heading, buffer, k, products = [], "", [], 0, False
    while k < len(body):
        line = body[k]
        if line.startswith("The information in this article applies to"):
            products = True
        elif products:
            products = not RULE.match(line)
        elif k + 1 < len(body) and line.strip() and RULE.match(body[k + 1]) and "=" in body[k + 1]:
            out.append((heading, "\n".join(buffer)))
            heading, buffer = line.strip(), []
            k += 1
        elif not RULE.match(line):
            buffer.append(line)
        k += 1
    out.append((heading, "\n".join(buffer)))
    return [(h, t.strip()) for h, t in out if t.strip()]


def read_article(path):
    """Id, title and sections of one article file."""
    lines = path.read_bytes().decode("cp1252", "replace").replace("\r", "").split("\n")
    start = next((k for k, x in enumerate(lines) if x.startswith("=====")), len(lines))
    title = next((x.split(":", 1)[1].strip() for x in lines[:start] if x.startswith("TITLE")), "")
    body = drop_query_words(lines[start + 1 : body_end(lines, start)])
    return {"id": path.stem, "title": title, "sections": sections_of(body)}


def read_archive(folder):
    paths = [p for p in pathlib.Path(folder).rglob("Q*.TXT") if re.fullmatch(r"Q\d+", p.stem)]
    return [read_article(p) for p in sorted(paths, key=lambda p: p.name)]


def sentences(text):
    """Sentences of four words and more without boilerplate, cut at sixty words."""
    for paragraph in PARAGRAPH.split(text):
        for s in SENTENCE.split(" ".join(paragraph.split())):
            words = s.split()
            if len(words) >= 4 and not BOILERPLATE.search(s):
                yield " ".join(words[:60])


def reading_order(article):
    """Cleaned section texts: what goes wrong first, then why, then the rest."""
    parts = []
    for n, (heading, text) in enumerate(article["sections"]):
        clean = "" if heading in SKIPPED else " ".join(sentences(text))
        if clean:
            parts.append((ORDER.get(heading, 5), n, clean))
    return [text for _, _, text in sorted(parts)]


def first_words(text, n):
    return " ".join(text.split()[:n])


def lead_text(article):
    parts = reading_order(article)
    return first_words(parts[0], 120) if parts else ""


def article_text(article):
    return article["title"] + ". " + first_words(" ".join(reading_order(article)), 200)


# --- training texts

def pick_sentences(articles, rng):
    """Up to three problem sentences, a cause and one other sentence of every article."""
    out = []
    for a in articles:
        by = collections.defaultdict(list)
        for heading, text in a["sections"]:
            if heading not in SKIPPED:
                kind = "problem" if heading in PROBLEM else "cause" if heading == "CAUSE" else "rest"
                by[kind] += sentences(text)
        out += by["problem"][:2]
        out += [rng.choice(by["problem"][2:])] if by["problem"][2:] else []
        out += by["cause"][:1]
        out += [rng.choice(by["rest"][:12])] if by["rest"] else []
        out += by["rest"][:1] if not by["problem"] else []
    return out


class Speech:
    """Turns article prose into what a caller might say, by a table of everyday words."""

    def __init__(self, table, rng):
        self.rng = rng
        self.swaps = {k.lower(): v for k, v in table["swaps"].items()}
        self.openings = table["openings"]
        keys = sorted(map(re.escape, self.swaps), key=len, reverse=True)
        self.pattern = re.compile(r"\b(" + "|".join(keys) + r")\b", re.I)

    def swap(self, text, share=1):
        def choose(m):
            return self.rng.choice(self.swaps[m.group(1).lower()]) if share == 1 or self.rng.random() < share else m.group(0)

        return self.pattern.sub(choose, text)

    def say(self, text, drop):
        """Everyday words, the speaker's view, an opening now and then, words dropped, a typo."""
        text = re.sub(r"\b(you|the user)\b", lambda m: self.rng.choice(["I", "we", "a user", "she", "he"]), self.swap(text, 0.8))
        text = re.sub(r"\byour\b", lambda m: self.rng.choice(["my", "our", "her", "his"]), text)
        if self.rng.random() < 0.4:
            text = self.rng.choice(self.openings) + " " + text[0].lower() + text[1:]
        words = [w for w in text.split() if self.rng.random() > drop][:26]
        if len(words) > 5 and self.rng.random() < 0.2:
            self.mistype(words)
        return " ".join(words)

    def mistype(self, words):
        """Swaps two letters of one word."""
        k = self.rng.randrange(len(words))
        if len(w := words[k]) > 4:
            j = self.rng.randrange(1, len(w) - 2)
            words[k] = w[:j] + w[j + 1] + w[j] + w[j + 2 :]


def caller_texts(articles, speech, count):
    """One to three sentences of a problem in everyday words."""
    rng, out = speech.rng, []
    for a in rng.sample(articles, min(count, len(articles))):
        pool = [s for h, t in a["sections"] if h in ("SYMPTOMS", "SUMMARY", "CAUSE") for s in sentences(t)][:5]
        pool = pool if len(pool) > 1 else [*pool, bare_title(a)]
        k = min(len(pool), rng.choice([2, 2, 3]))
        at = rng.randrange(len(pool) - k + 1)
        out.append(" ".join(speech.say(s, rng.choice([0, 0.05, 0.15])) for s in pool[at : at + k]))
    return out


def search_texts(articles, speech, count):
    """Four to nine content words of title and lead in everyday words."""
    rng, out = speech.rng, []
    for a in rng.sample(articles, min(count, len(articles))):
        words = (a["title"] + " " + first_words(lead_text(a), 40)).split()
        words = [w.strip('.,:;"()').lower() for w in words if w.lower() not in CONTENT_STOP]
        if len(words) >= 5:
            at = sorted(rng.sample(range(len(words)), min(rng.randint(4, 9), len(words))))
            out.append(speech.swap(" ".join(words[k] for k in at)))
    return out


def bare_title(article):
    return re.sub(r"^[A-Z0-9/]+: ", "", article["title"]) or "untitled"


def single_words(articles, general):
    """General English words and the archive's own (in four articles or more)."""
    seen = collections.Counter()
    for a in articles:
        text = a["title"] + " " + " ".join(t for _, t in a["sections"])
        seen.update(set(surface(text)))
    own = {w for w, n in seen.items() if n >= 4 and 1 < len(w) <= 20 and not w.isdigit()}
    return sorted(own | {w for w in general if re.fullmatch("[a-z0-9]{2,}", w)}), seen


def word_mixes(general, seen, rng, count):
    """Random pairs and triples of technical and general words."""
    everyday = [w for w in general[1996:16000] if re.fullmatch("[a-z]{3,}", w)]
    technical = [w for w, _ in seen.most_common(4000) if re.fullmatch("[a-z]{3,}", w) and w not in CONTENT_STOP]
    return [" ".join(rng.sample(technical, rng.randint(1, 2)) + rng.sample(everyday, rng.randint(1, 2))) for _ in range(count)]


def training_texts(articles, teacher_folder, seed):
    """{kind: texts}; the order and the counts are fixed by the seed."""
    vocabulary = json.loads((pathlib.Path(teacher_folder) / "tokenizer.json").read_text())["model"]["vocab"]
    general = sorted(vocabulary, key=vocabulary.get)
    table = json.loads(pathlib.Path(__file__).with_name("speech.json").read_text())
    rng, speech = random.Random(seed), Speech(table, random.Random(seed + 6))
    words, seen = single_words(articles, general)
    return {
        "titles": [a["title"] for a in articles],
        "leads": [lead_text(a) for a in articles],
        "articles": [article_text(a) for a in articles],
        "sentences": pick_sentences(articles, rng),
        "callers": caller_texts(articles, speech, 45000) + search_texts(articles, speech, 25000),
        "mixes": word_mixes(general, seen, rng, 40000),
        "words": words,
    }


# --- teacher

class Graph:
    """Collects nodes and constants of an ONNX graph."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def const(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind, inputs, out, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [out], name=out, **attributes))
        return out


def bert_layer(g, weights, x, i, bias):
    """One transformer layer of twelve heads of 32."""
    key, n = f"encoder.layer.{i}.", f"l{i}"

    def linear(x, name, part):
        y = g.op("MatMul", [x, g.const(name + "W", weights[key + part + ".weight"].T)], name + "m")
        return g.op("Add", [y, g.const(name + "B", weights[key + part + ".bias"])], name)

    def norm(x, name, part):
        scale = [g.const(name + s, weights[f"{key}{part}.{s}"]) for s in ("weight", "bias")]
        return g.op("LayerNormalization", [x, *scale], name, axis=-1, epsilon=1e-12)

    def heads(part, name, perm):
        y = g.op("Reshape", [linear(x, name, "attention.self." + part), "to_heads"], name + "r")
        return g.op("Transpose", [y], name + "t", perm=perm)

    q, k, v = heads("query", n + "q", [0, 2, 1, 3]), heads("key", n + "k", [0, 2, 3, 1]), heads("value", n + "v", [0, 2, 1, 3])
    s = g.op("Mul", [g.op("MatMul", [q, k], n + "s"), "head_scale"], n + "s1")
    s = g.op("Softmax", [g.op("Add", [s, bias], n + "s2")], n + "p", axis=-1)
    o = g.op("Transpose", [g.op("MatMul", [s, v], n + "o")], n + "ot", perm=[0, 2, 1, 3])
    o = linear(g.op("Reshape", [o, "from_heads"], n + "or"), n + "ao", "attention.output.dense")
    x = norm(g.op("Add", [o, x], n + "r1"), n + "n1", "attention.output.LayerNorm")
    f = g.op("Gelu", [linear(x, n + "f1", "intermediate.dense")], n + "g")
    f = linear(f, n + "f2", "output.dense")
    return norm(g.op("Add", [f, x], n + "r2"), n + "n2", "output.LayerNorm")


def teacher_graph(folder):
    """The encoder with mean pooling and normalisation as an ONNX model."""
    weights = {k.removeprefix("bert."): v for k, v in load_file(pathlib.Path(folder) / "model.safetensors").items()}
    g = Graph()
    for name, value in {"zero": [0], "one": [1], "two": [2], "last": [-1], "axes": [1, 2], "to_heads": [0, 0, 12, 32], "from_heads": [0, 0, DIMS]}.items():
        g.const(name, np.array(value, np.int64))
    for name, value in {"unit": 1.0, "far": -1e4, "head_scale": 1 / math.sqrt(32)}.items():
        g.const(name, np.float32(value))
    e = "embeddings."
    x = g.op("Gather", [g.const("we", weights[e + "word_embeddings.weight"]), "ids"], "x0", axis=0)
    length = g.op("Slice", [g.op("Shape", ["ids"], "shape"), "one", "two"], "length")
    positions = g.op("Slice", [g.const("pe", weights[e + "position_embeddings.weight"]), "zero", length], "positions")
    kinds = g.const("te", weights[e + "token_type_embeddings.weight"][0])
    x = g.op("Add", [g.op("Add", [x, positions], "x1"), kinds], "x2")
    scale = [g.const("e" + s, weights[f"{e}LayerNorm.{s}"]) for s in ("weight", "bias")]
    x = g.op("LayerNormalization", [x, *scale], "x3", axis=-1, epsilon=1e-12)
    mask = g.op("Cast", ["mask"], "mask_f", to=TensorProto.FLOAT)
    bias = g.op("Mul", [g.op("Sub", ["unit", mask], "hidden"), "far"], "bias0")
    bias = g.op("Unsqueeze", [bias, "axes"], "bias")
    for i in range(6):
        x = bert_layer(g, weights, x, i, bias)
    x = g.op("Mul", [x, g.op("Unsqueeze", [mask, "last"], "mask3")], "masked")
    x = g.op("ReduceSum", [x, "one"], "sum", keepdims=0)  # the length of a sum is normalised away
    g.op("Div", [x, g.op("ReduceL2", [x, "last"], "norm", keepdims=1)], "out")
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["B", "N"]) for n in ("ids", "mask")]
    output = [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["B", DIMS])]
    graph = helper.make_graph(g.nodes, "teacher", inputs, output, g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


class Teacher:
    """The sentence encoder on the processor, texts sorted by length and batched."""

    def __init__(self, folder, threads, scratch):
        path = pathlib.Path(scratch) / "teacher.onnx"
        onnx.save(teacher_graph(folder), str(path))
        self.tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(224)
        core = ov.Core()
        hints = {"INFERENCE_PRECISION_HINT": "bf16", "PERFORMANCE_HINT": "THROUGHPUT", "INFERENCE_NUM_THREADS": threads}
        self.model = core.compile_model(core.read_model(path), "CPU", hints)

    def encode(self, texts, tokens=3072):
        out = np.zeros((len(texts), DIMS), np.float16)
        queue = ov.AsyncInferQueue(self.model)
        queue.set_callback(lambda request, rows: out.__setitem__(rows, request.get_output_tensor(0).data))
        ids = [e.ids for k in range(0, len(texts), 4096) for e in self.tokenizer.encode_batch_fast(texts[k : k + 4096])]
        order, k = np.argsort([-len(e) for e in ids], kind="stable"), 0
        while k < len(order):
            width = (len(ids[order[k]]) + 7) // 8 * 8
            rows = order[k : k + max(1, tokens // width)]
            k += len(rows)
            batch = np.zeros((2, len(rows), width), np.int64)
            for j, row in enumerate(rows):
                batch[:, j, : len(ids[row])] = [ids[row], [1] * len(ids[row])]
            queue.start_async([batch[0], batch[1]], rows)
        queue.wait_all()
        return out


def teach(texts, args):
    """Teacher vectors of every kind of text, read from the cache where they stand."""
    cache, out, teacher = pathlib.Path(args.out) / "teacher", {}, None
    cache.mkdir(parents=True, exist_ok=True)
    for kind, items in texts.items():
        path = cache / f"{kind}.npy"
        if not path.exists():
            teacher = teacher or Teacher(args.teacher, args.threads, cache)
            np.save(path, teacher.encode(items))
        out[kind] = np.load(path).astype(np.float32)
        assert len(out[kind]) == len(items), f"stale cache: {path}"
    return out


# --- student: text to bag
STEMMER = Stemmer.Stemmer("english")
APOSTROPHE = re.compile("['\u2018\u2019\u0091\u0092]")
TOKEN = re.compile("[a-z0-9]+")


def surface(text):
    return TOKEN.findall(APOSTROPHE.sub("", text.lower()))


def stems(text):
    return [STEMMER.stemWord(w) for w in surface(text) if w not in ARTICLES and len(w) <= 24]


class Vocabulary:
    """Stems and pairs of stems with their weights, sorted bytewise."""

    def __init__(self, words, weights):
        self.words, self.weights = words, np.asarray(weights, np.float32)
        self.row = {w: k for k, w in enumerate(words)}

    def terms(self, text):
        tokens = stems(text)
        pairs = (a + " " + b for a, b in zip(tokens, tokens[1:]))
        return [self.row[t] for t in (*tokens, *pairs) if t in self.row]

    def bags(self, texts):
        """Rows of (1 + ln tf) * weight, of length one."""
        starts, columns, values = [0], [], []
        for text in texts:
            counts = collections.Counter(self.terms(text))
            if counts:
                v = np.array([1 + math.log(n) for n in counts.values()], np.float32) * self.weights[list(counts)]
                columns += counts
                values += (v / np.linalg.norm(v)).tolist()
            starts.append(len(columns))
        parts = np.array(values, np.float32), np.array(columns, np.int32), np.array(starts, np.int64)
        return sp.csr_matrix(parts, shape=(len(texts), len(self.words)))


def vocabulary(texts, pairs, rarest):
    """Stems in `rarest` articles or more, general English, and the strongest pairs; weight sqrt(idf)."""
    single, double = collections.Counter(), collections.Counter()
    for title, text in zip(texts["titles"], texts["articles"]):
        t = stems(title + " . " + text)
        single.update(set(t))
        double.update(set(zip(t, t[1:])))
    n, general = len(texts["titles"]), {s for w in texts["words"] for s in stems(w)}
    common = [p for p, c in double.most_common(pairs * 3) if c >= 20 and p[0] != p[1]]
    strength = {p: double[p] * math.log(double[p] * n / (single[p[0]] * single[p[1]])) for p in common}
    strong = sorted(strength, key=strength.get, reverse=True)[:pairs]
    count = {w: single[w] for w in general | {w for w in single if single[w] >= rarest}}
    count |= {" ".join(p): double[p] for p in strong}
    words = sorted(count, key=str.encode)
    return Vocabulary(words, [math.sqrt(math.log(1 + n / (count[w] + 0.5))) for w in words])


# --- student: fitting

@numba.njit(parallel=True, fastmath=True)
def forward(starts, columns, values, rows, matrix):
    out = np.zeros((len(rows), matrix.shape[1]), np.float32)
    for i in numba.prange(len(rows)):
        for p in range(starts[rows[i]], starts[rows[i] + 1]):
            for k in range(matrix.shape[1]):
                out[i, k] += values[p] * matrix[columns[p], k]
    return out


@numba.njit(parallel=True, fastmath=True)
def backward(starts, columns, values, rows, gradient, total, touched):
    """Two threads share the dimensions, so no two write one cell."""
    half = total.shape[1] // 2
    for b in numba.prange(2):
        for i in range(len(rows)):
            for p in range(starts[rows[i]], starts[rows[i] + 1]):
                if b == 0:
                    touched[columns[p]] = 1
                for k in range(b * half, b * half + half):
                    total[columns[p], k] += values[p] * gradient[i, k]


@numba.njit(parallel=True, fastmath=True)
def update(matrix, mean, square, total, touched, rate):
    """Adam on touched rows; one second moment per row keeps a gradient's direction."""
    for w in numba.prange(len(matrix)):
        if touched[w]:
            touched[w], s = 0, 0.0
            for k in range(matrix.shape[1]):
                g = total[w, k]
                total[w, k] = 0
                mean[w, k] = 0.9 * mean[w, k] + 0.1 * g
                s += g * g
            square[w] = 0.98 * square[w] + 0.02 * s / matrix.shape[1]
            step = rate / (math.sqrt(square[w]) + 1e-10)
            for k in range(matrix.shape[1]):
                matrix[w, k] -= step * mean[w, k]


def unit(z):
    length = np.sqrt((z * z).sum(1, keepdims=True)) + 1e-9
    return z / length, length


def embed(bags, matrix):
    return unit(forward(bags.indptr, bags.indices, bags.data, np.arange(bags.shape[0]), matrix))[0]


def first_guess(bags, targets, size):
    """Every word starts as the mean direction of the texts that hold it."""
    matrix, middle = np.zeros((size, DIMS), np.float32), targets["titles"].mean(0)
    for kind, bag in bags.items():
        matrix += bag.T @ (targets[kind] - middle)
    return np.ascontiguousarray(unit(matrix)[0], np.float32)


def fit(bags, targets, size, epochs, rate, batch=2048, seed=0):
    """Rows that bring the students of all texts near their teacher vectors."""
    rng, kinds, matrix = np.random.default_rng(seed), list(bags), first_guess(bags, targets, size)
    mean, total = np.zeros_like(matrix), np.zeros_like(matrix)
    square, touched = np.zeros(size, np.float32), np.zeros(size, np.uint8)
    twice = {"titles": 2}
    pool = np.array([(i, row) for i, k in enumerate(kinds) for row in range(len(targets[k])) for _ in range(twice.get(k, 1))], np.int32)
    per_epoch = len(pool) // batch
    for step in range(epochs * per_epoch):
        if step % per_epoch == 0:
            rng.shuffle(pool)
        chosen, seen = pool[step % per_epoch * batch :][:batch], 0.0
        for i, kind in enumerate(kinds):
            rows, bag = chosen[chosen[:, 0] == i, 1], bags[kind]
            if len(rows):
                u, length = unit(forward(bag.indptr, bag.indices, bag.data, rows, matrix))
                t = targets[kind][rows]
                cosine = (u * t).sum(1, keepdims=True)
                seen += cosine.sum()
                gradient = ((cosine * u - t) / length).astype(np.float32)
                backward(bag.indptr, bag.indices, bag.data, rows, gradient, total, touched)
        decay = min(1, (step + 1) / 20) * (1 - step / (epochs * per_epoch))
        update(matrix, mean, square, total, touched, np.float32(rate * decay))
        if step % 200 == 199:
            print(f"step {step + 1} of {epochs * per_epoch}: cosine {seen / batch:.4f}", flush=True)
    return matrix


# --- output

def write_words(path, vocab, matrix):
    """words.bin: weights, scales, int8 rows and the sorted words; replaced in one move."""
    scales = np.maximum(np.abs(matrix).max(1) / 127, 1e-9)
    rows = np.rint(matrix / scales[:, None]).clip(-127, 127).astype(np.int8)
    block = "\n".join(vocab.words).encode()
    header, tail = b"FLWORDS1" + struct.pack("<II", *matrix.shape), struct.pack("<I", len(block)) + block
    path.with_suffix(".tmp").write_bytes(header + vocab.weights.astype("<f4").tobytes() + scales.astype("<f4").tobytes() + rows.tobytes() + tail)
    os.replace(path.with_suffix(".tmp"), path)


def read_words(path):
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"FLWORDS1"
    n, d = struct.unpack_from("<II", data, 8)
    weights, scales = np.frombuffer(data, "<f4", 2 * n, 16).reshape(2, n)
    rows = np.frombuffer(data, np.int8, n * d, 16 + 8 * n).reshape(n, d)
    (length,) = struct.unpack_from("<I", data, 16 + 8 * n + n * d)
    words = data[20 + 8 * n + n * d :][:length].decode().split("\n")
    return Vocabulary(words, weights), rows * scales[:, None]


def shrink(matrix, vectors, dims):
    """Rotates the rows to the main axes of the texts' vectors and keeps the first ones."""
    axes = np.linalg.eigh(vectors.T @ vectors)[1]
    return np.ascontiguousarray(matrix @ axes[:, ::-1][:, :dims], np.float32)


def evaluate(folder, articles, vocab, matrix, texts):
    """MRR@10 of the student alone: half the title's cosine plus the article's."""
    place = {a["id"]: k for k, a in enumerate(articles)}
    title, article = (embed(vocab.bags(texts[k]), matrix) for k in ("titles", "articles"))
    for name in ("xref", "search", "caller"):
        cases = [json.loads(x) for x in (pathlib.Path(folder) / f"{name}-dev.jsonl").read_text().splitlines()]
        query = embed(vocab.bags([c["text"] for c in cases]), matrix)
        scores, total = 0.5 * query @ title.T + query @ article.T, 0.0
        for row, case in zip(scores, cases):
            row[[place[x] for x in case["exclude"] if x in place]] = -9
            rank = 1 + (row > max(row[place[x]] for x in case["relevant"] if x in place)).sum()
            total += 1 / rank if rank <= 10 else 0
        print(f"{name}: MRR@10 {total / len(cases):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("teacher", "archive", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--eval")
    for name, value in {"pairs": 16000, "rarest": 3, "dims": 320, "epochs": 6, "threads": 2, "seed": 5}.items():
        parser.add_argument("--" + name, type=int, default=value)
    parser.add_argument("--rate", type=float, default=0.005)
    args = parser.parse_args()
    numba.set_num_threads(args.threads)
    articles = read_archive(args.archive)
    texts = training_texts(articles, args.teacher, args.seed)
    targets = teach(texts, args)
    vocab = vocabulary(texts, args.pairs, args.rarest)
    bags = {kind: vocab.bags(items) for kind, items in texts.items()}
    print(f"{len(articles)} articles, {len(vocab.words)} words", flush=True)
    matrix = fit(bags, targets, len(vocab.words), args.epochs, args.rate)
    matrix = shrink(matrix, embed(bags["articles"], matrix), args.dims)
    write_words(pathlib.Path(args.out) / "words.bin", vocab, matrix)
    if args.eval:
        evaluate(args.eval, articles, *read_words(pathlib.Path(args.out) / "words.bin"), texts)


if __name__ == "__main__":
    main()
