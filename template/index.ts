import { turnout } from "turnout";
import { branches } from "./branches";

export = turnout({ branches });
