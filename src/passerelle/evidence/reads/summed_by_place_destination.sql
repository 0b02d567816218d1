SELECT
  *
FROM (
  SELECT
    "t5"."REF_AREA",
    "t5"."SOURCE",
    "t5"."VINTAGE",
    "t5"."INDICATOR",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."UNIT_MEASURE",
    SUM("t5"."OBS_VALUE") AS "OBS_VALUE",
    COUNT(*) AS "PARTNERS"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9
) AS "t6"
ORDER BY
  "t6"."REF_AREA" ASC,
  "t6"."SOURCE" ASC,
  "t6"."VINTAGE" ASC,
  "t6"."INDICATOR" ASC,
  "t6"."SEX" ASC,
  "t6"."AGE" ASC,
  "t6"."COMP_BREAKDOWN" ASC,
  "t6"."TIME_PERIOD" ASC,
  "t6"."UNIT_MEASURE" ASC
